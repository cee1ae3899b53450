using Limpet.Load.Measuring;

namespace Limpet.Load.Targets;

/// <summary>A row that was measured.</summary>
/// <param name="Id">What it is called.</param>
/// <param name="What">What is measured.</param>
/// <param name="Target">What it is to be.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="Outcomes">All that was measured for it, each run.</param>
internal sealed record RowResult(string Id, string What, string Target, Verdict Verdict, IReadOnlyList<object> Outcomes)
{
    /// <summary>That of them which is traffic.</summary>
    public IEnumerable<LoadResult> Traffic() => Outcomes.OfType<LoadResult>();
}
