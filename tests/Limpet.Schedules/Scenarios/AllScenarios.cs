using Limpet.Schedules.Running;

namespace Limpet.Schedules.Scenarios;

/// <summary>What can be looked at.</summary>
internal static class AllScenarios
{
    private static readonly Dictionary<string, Action<Round>> ByName = new(StringComparer.Ordinal)
    {
        ["bus"] = BusScenario.InProcess,
        ["members"] = BusScenario.BetweenProcesses,
        ["device"] = BusScenario.OnDevice,
        ["limpets"] = LimpetsScenario.Run,
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static Action<Round> Named(string name) => ByName[name];
}
