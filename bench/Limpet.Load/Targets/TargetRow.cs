namespace Limpet.Load.Targets;

/// <summary>Something that is to be as fast as the table in bench/README.md says.</summary>
/// <param name="Id">What it is called on the command line.</param>
/// <param name="What">What is measured.</param>
/// <param name="Target">What it is to be; empty where it is measured for its curve alone.</param>
/// <param name="Measure">Measures it.</param>
internal sealed record TargetRow(string Id, string What, string Target, Func<SetRun, Verdict> Measure);
