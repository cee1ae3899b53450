using Limpet.Load.Measuring;

namespace Limpet.Load.Memory;

/// <summary>What a pair had in memory, step by step.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Steps">The steps; at least one.</param>
/// <param name="Lost">Messages that did not come.</param>
internal sealed record MemoryOutcome(string What, IReadOnlyList<MemoryStep> Steps, long Lost) : IOutcome
{
    // What the collector and the allocator below it keep for themselves goes up and down by some megabytes from one time to the next.
    private const double ResidentTolerance = 1.15;
    private const long LiveTolerance = 1024 * 1024;

    /// <inheritdoc/>
    public bool IsSound => Lost == 0;

    /// <summary>Whether no process has more after the last step than after the first: objects within 1 MiB, memory once collected within 15 %.</summary>
    public bool IsFlat => Steps[0].Processes.Zip(Steps[^1].Processes).All(pair =>
        pair.Second.Memory.Live - pair.First.Memory.Live < LiveTolerance && pair.Second.Memory.Collected < ResidentTolerance * pair.First.Memory.Collected);
}
