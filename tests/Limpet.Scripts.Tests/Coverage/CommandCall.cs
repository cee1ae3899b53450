using System.Management.Automation.Language;

using Limpet.Help.Facts;

namespace Limpet.Scripts.Tests.Coverage;

/// <summary>A call of a cmdlet as a script has it, and which parameters get a value there.</summary>
/// <param name="Command">The cmdlet's name.</param>
/// <param name="Named">The parameters that are named.</param>
/// <param name="Positional">How many values have no name.</param>
/// <param name="Source">What something comes from through the pipeline, as it is written; null where nothing does.</param>
/// <param name="IsSplatted">Whether values come from a table that is not looked into.</param>
internal sealed record CommandCall(string Command, IReadOnlySet<string> Named, int Positional, string? Source, bool IsSplatted)
{
    private bool IsPiped => Source is not null;

    /// <summary>The calls in a script.</summary>
    public static IEnumerable<CommandCall> In(string path)
        => Parser.ParseFile(path, out _, out _).FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>().Where(call => call.GetCommandName() is not null).Select(Read);

    /// <summary>The parameter set that it chooses: null where none fits, or a table leaves several. Where that depends on what is piped in, its name tells, as <c>$socket</c> does.</summary>
    public SetFacts? SetOf(CommandFacts command)
    {
        var fitting = command.Sets.Where(set => Fits(command, set)).ToList();

        // The default one comes first.
        return fitting.Count == 1 || !IsSplatted
            ? fitting.FirstOrDefault(set => FromPipeline(command, set).Any(name => InSet(command.Parameter(name), set) is { ByValue: true } && Source!.Contains(name, StringComparison.OrdinalIgnoreCase))) ?? fitting.FirstOrDefault()
            : null;
    }

    /// <summary>The parameters of that set that only the pipeline can have given a value.</summary>
    public IEnumerable<string> FromPipeline(CommandFacts command, SetFacts set)
        => IsPiped ? command.Parameters.Where(parameter => !IsGiven(parameter, set) && InSet(parameter, set) is { } facts && (facts.ByValue || facts.ByPropertyName)).Select(parameter => parameter.Name) : [];

    private static CommandCall Read(CommandAst call)
    {
        var named = call.CommandElements.OfType<CommandParameterAst>().ToList();

        // A parameter's value stands behind it, but for that of a switch.
        var values = call.CommandElements.Skip(1).Where(element => element is not CommandParameterAst and not VariableExpressionAst { Splatted: true });
        var positional = values.Count(value => call.CommandElements[call.CommandElements.IndexOf(value) - 1] is not CommandParameterAst { Argument: null } before || IsSwitch(before.ParameterName));
        var pipeline = (call.Parent as PipelineAst)?.PipelineElements;
        return new CommandCall(
            call.GetCommandName(),
            named.Select(parameter => parameter.ParameterName).ToHashSet(StringComparer.OrdinalIgnoreCase),
            positional,
            pipeline?.IndexOf(call) > 0 ? string.Join(" | ", pipeline.Take(pipeline.IndexOf(call))) : null,
            call.CommandElements.Any(element => element is VariableExpressionAst { Splatted: true }));
    }

    private static bool IsSwitch(string name)
        => Help.HelpFiles.Commands.SelectMany(command => command.Parameters).Any(parameter => parameter.IsSwitch && string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase))
            || name is "Verbose" or "Debug" or "WhatIf" or "Confirm";

    private static ParameterInSet? InSet(ParameterFacts parameter, SetFacts set) => parameter.Sets.FirstOrDefault(facts => string.Equals(facts.Set, set.Name, StringComparison.Ordinal));

    private bool Fits(CommandFacts command, SetFacts set)
    {
        var known = command.Parameters.Where(parameter => Named.Contains(parameter.Name) || parameter.Aliases.Any(Named.Contains));
        return known.All(parameter => InSet(parameter, set) is not null)
            && command.Parameters.All(parameter => InSet(parameter, set) is not { IsRequired: true } facts || IsGiven(parameter, set) || (IsPiped && (facts.ByValue || facts.ByPropertyName)));
    }

    private bool IsGiven(ParameterFacts parameter, SetFacts set)
        => Named.Contains(parameter.Name) || parameter.Aliases.Any(Named.Contains) || (InSet(parameter, set) is { Position: { } position } && position < Positional);
}
