namespace Limpet.Help.Model;

/// <summary>All of docs/cmdlets.</summary>
/// <param name="Commands">A cmdlet each, in order of their names.</param>
/// <param name="Common">Parameters that mean the same wherever they are.</param>
public sealed record HelpSet(IReadOnlyList<CommandHelp> Commands, IReadOnlyList<ParameterHelp> Common)
{
    /// <summary>The help of a cmdlet, null where there is none.</summary>
    public CommandHelp? Of(string command) => Commands.FirstOrDefault(help => help.Name.Is(command));

    /// <summary>What is said of a parameter: by its cmdlet's own file, else by common-parameters.md; null where nothing is.</summary>
    public ParameterHelp? Of(CommandHelp command, string parameter) => Find(command.Parameters, parameter) ?? Find(Common, parameter);

    private static ParameterHelp? Find(IEnumerable<ParameterHelp> parameters, string name)
        => parameters.FirstOrDefault(parameter => parameter.Name.Is(name));
}
