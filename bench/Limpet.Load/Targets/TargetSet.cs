namespace Limpet.Load.Targets;

/// <summary>All that is to be fast, in the order of the table in bench/README.md.</summary>
internal static class TargetSet
{
    public static IReadOnlyList<TargetRow> Rows { get; } = [.. EngineRows.All, .. PairRows.All, .. RequestRows.All, .. TopologyRows.All, .. ShellRows.All];
}
