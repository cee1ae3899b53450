using Limpet.Load.Measuring;
using Limpet.Load.Programs;
using Limpet.Load.Scenarios;

namespace Limpet.Load.Targets;

/// <summary>One run of the set: measures what rows ask for, and what two rows ask for once.</summary>
/// <param name="runs">How often what decides a target is measured; the run in the middle counts.</param>
internal sealed class SetRun(int runs)
{
    private readonly Dictionary<(LoadPlan Plan, int Runs), IReadOnlyList<IOutcome>> _measured = [];
    private readonly List<IOutcome> _ofRow = [];

    /// <summary>Options that hold for all of it.</summary>
    public LoadPlan Basis { get; init; } = new();

    /// <summary>Measures a row.</summary>
    public RowResult Measure(TargetRow row)
    {
        _ofRow.Clear();
        Verdict verdict;
        try
        {
            verdict = row.Measure(this);
        }
        catch (Exception e) when (e is NotInstalledException or FileNotFoundException)
        {
            verdict = new Verdict($"not measured: {e.Message}", IsMet: null);
        }

        if (_ofRow.Exists(outcome => !outcome.IsSound && outcome is not LoadResult { Plan.System: not SystemKind.Limpet }))
        {
            verdict = verdict with { IsMet = false, Measured = $"{verdict.Measured}; messages were lost or out of order" };
        }

        return new RowResult(row.Id, row.What, row.Target, verdict, [.. _ofRow]);
    }

    /// <summary>Measures what decides: the run with the throughput in the middle.</summary>
    public LoadResult Decide(LoadPlan plan) => Middle(plan, result => result.PerSecond);

    /// <summary>Measures what decides by its latency: the run with the p50 in the middle.</summary>
    public LoadResult DecideByLatency(LoadPlan plan) => Middle(plan, result => result.Latency!.P50);

    /// <summary>Measures a point of a curve, once.</summary>
    public LoadResult Point(LoadPlan plan) => (LoadResult)Of(plan, 1)[0];

    /// <summary>Measures what is no traffic, once: it has runs of its own.</summary>
    public T Once<T>(LoadPlan plan)
        where T : IOutcome
        => (T)Of(plan, 1)[0];

    private LoadResult Middle(LoadPlan plan, Func<LoadResult, double> by) => Of(plan, runs).Cast<LoadResult>().OrderBy(by).ElementAt(runs / 2);

    private IReadOnlyList<IOutcome> Of(LoadPlan plan, int times)
    {
        if (!_measured.TryGetValue((plan, times), out var outcomes))
        {
            outcomes = [.. Enumerable.Range(0, times).Select(_ => Scenario.Run(plan))];
            _measured.Add((plan, times), outcomes);
        }

        _ofRow.AddRange(outcomes);
        return outcomes;
    }
}
