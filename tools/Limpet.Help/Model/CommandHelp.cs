namespace Limpet.Help.Model;

/// <summary>What docs/cmdlets/NAME.md says of a cmdlet. Text is plain, one string a paragraph.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">The cmdlet.</param>
/// <param name="Synopsis">What it does, in one sentence.</param>
/// <param name="Description">More of it.</param>
/// <param name="Parameters">Its own parameters, those of common-parameters.md left out.</param>
/// <param name="Inputs">What it takes from the pipeline.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="Examples">How it is used.</param>
/// <param name="SeeAlso">Other cmdlets and about topics.</param>
public sealed record CommandHelp(
    string Path,
    string Name,
    string Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyList<ParameterHelp> Parameters,
    IReadOnlyList<TypeHelp> Inputs,
    IReadOnlyList<TypeHelp> Outputs,
    IReadOnlyList<ExampleHelp> Examples,
    IReadOnlyList<string> SeeAlso);
