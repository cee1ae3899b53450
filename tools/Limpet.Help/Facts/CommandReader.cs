using System.Management.Automation;
using System.Reflection;

namespace Limpet.Help.Facts;

/// <summary>Asks the engine what a cmdlet class is as a command, so that help says what the engine does.</summary>
internal static class CommandReader
{
    private static readonly HashSet<string> s_everyones = [.. Cmdlet.CommonParameters];

    public static bool IsCmdlet(Type type) => !type.IsAbstract && type.GetCustomAttribute<CmdletAttribute>() is not null;

    public static CommandFacts Read(Type type)
    {
        var attribute = type.GetCustomAttribute<CmdletAttribute>()!;
        var command = new CmdletInfo($"{attribute.VerbName}-{attribute.NounName}", type);
        var sets = command.ParameterSets.OrderByDescending(set => set.IsDefault).ToList();
        var names = sets.SelectMany(Names).Distinct(StringComparer.Ordinal).ToList();
        var fresh = Activator.CreateInstance(type)!;
        try
        {
            return new CommandFacts(
                command.Name,
                [.. names.Select(name => Parameter(name, sets, fresh))],
                [.. sets.Select(set => new SetFacts(set.Name, $"{command.Name} {set}", [.. Names(set)]))],
                [.. type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(output => output.Type).Select(output => output.Name[(output.Name.LastIndexOf('.') + 1)..])]);
        }
        finally
        {
            (fresh as IDisposable)?.Dispose();
        }
    }

    // Those with a position first, as the engine writes them.
    private static IEnumerable<string> Names(CommandParameterSetInfo set)
        => set.Parameters.Where(parameter => !s_everyones.Contains(parameter.Name))
            .OrderBy(parameter => parameter.Position < 0 ? int.MaxValue : parameter.Position)
            .Select(parameter => parameter.Name);

    private static ParameterFacts Parameter(string name, List<CommandParameterSetInfo> sets, object fresh)
    {
        var inSets = sets.SelectMany(set => set.Parameters.Where(parameter => parameter.Name.Is(name)).Select(parameter => (set.Name, Parameter: parameter))).ToList();
        var type = inSets[0].Parameter.ParameterType;
        var property = fresh.GetType().GetProperty(name);
        return new ParameterFacts(
            name,
            TypeName(type),
            type == typeof(SwitchParameter),
            type.IsEnum ? Enum.GetNames(type) : [],
            property is null ? null : Default(property.GetValue(fresh)),
            [.. inSets[0].Parameter.Aliases],
            property?.GetCustomAttribute<SupportsWildcardsAttribute>() is not null,
            [.. inSets.Select(each => new ParameterInSet(
                each.Name,
                each.Parameter.IsMandatory,
                each.Parameter.Position < 0 ? null : each.Parameter.Position,
                each.Parameter.ValueFromPipeline,
                each.Parameter.ValueFromPipelineByPropertyName))],
            inSets.Count == sets.Count);
    }

    // Nothing is to be said of what is nothing: zero and empty mean that the parameter was not given, and what then holds is for the text.
    private static string? Default(object? value) => value switch
    {
        null or "" or false or 0 or 0u or 0L or 0.0 or int.MaxValue or Array or SwitchParameter => null,
        Enum when Convert.ToInt64(value) == 0 => null,
        Enum or string or ValueType => LanguagePrimitives.ConvertTo<string>(value),
        _ => null,
    };

    private static string TypeName(Type type) => type switch
    {
        { IsArray: true } => TypeName(type.GetElementType()!) + "[]",
        _ when type == typeof(SwitchParameter) => "switch",
        _ when Nullable.GetUnderlyingType(type) is { } inner => TypeName(inner),
        _ => LanguagePrimitives.ConvertTypeNameToPSTypeName(type.FullName!) is ['[', .. var name, ']'] && !name.Contains('.', StringComparison.Ordinal) ? name : type.Name,
    };
}
