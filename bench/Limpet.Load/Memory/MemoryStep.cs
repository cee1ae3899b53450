namespace Limpet.Load.Memory;

/// <summary>What processes had in memory after some messages.</summary>
/// <param name="Messages">How many had passed in all.</param>
/// <param name="Processes">They.</param>
internal sealed record MemoryStep(long Messages, IReadOnlyList<ProcessMemoryNow> Processes);
