using System.CommandLine;

namespace Limpet.Load.CommandLine;

/// <summary>The options that say how a scenario is to be run.</summary>
internal sealed class PlanOptions
{
    private static readonly LoadPlan Defaults = new();

    private readonly Option<ScenarioKind[]> _scenarios = new("--scenario") { Description = "What to measure; several may be named.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [ScenarioKind.Engine, ScenarioKind.Pair, ScenarioKind.Request] };
    private readonly Option<SystemKind> _system = new("--system") { Description = "What does the work: limpet, or to compare it with nats, mosquitto (as many servers as --buses, 1 or 2) or the floor, a C program (pair and request).", DefaultValueFactory = _ => Defaults.System };
    private readonly Option<long?> _messages = new("--messages") { Description = "Messages to send or Requests to ask; without it, as many as there is time for." };
    private readonly Option<double> _seconds = Number("--seconds", "Seconds to send for, where no number is given.", Defaults.Seconds, 0.01);
    private readonly Option<double> _warmUp = Number("--warm-up", "Seconds to run before anything is measured; 0 for none.", Defaults.WarmUp, 0);
    private readonly Option<int> _size = Number("--size", "Bytes of data. Latencies need 8 or more.", Defaults.Size, 0);
    private readonly Option<double> _rate = Number("--rate", "Messages a second in all; 0 for as fast as possible.", Defaults.Rate, 0);
    private readonly Option<int> _listeners = Number("--listeners", "Listeners, each of which gets every message.", Defaults.Listeners, 1);
    private readonly Option<int> _bindings = Number("--bindings", "Bindings to other names on the listener's bus.", Defaults.Bindings, 0);
    private readonly Option<int> _inFlight = Number("--in-flight", "Requests that may be unanswered at a time.", Defaults.InFlight, 1);
    private readonly Option<TransportKind> _transport = new("--transport") { Description = "What joins the Limpets.", DefaultValueFactory = _ => Defaults.Transport };
    private readonly Option<int?> _buses = new("--buses") { Description = "Buses in a row, for chain (8 unless told) and request (2 unless told; 1 for one bus that two processes share)." };
    private readonly Option<BusHostKind> _host = new("--host") { Description = "Who hosts a bus that processes share.", DefaultValueFactory = _ => Defaults.Host };
    private readonly Option<CoreKind> _cores = new("--cores") { Description = "Where the ping-pong of the floor runs: free, or both of its processes on one processor, or on two.", DefaultValueFactory = _ => Defaults.Cores };
    private readonly Option<int> _peers = Number("--peers", "Peers of a star.", Defaults.Peers, 1);

    public void AddTo(Command command)
    {
        Option[] all = [_scenarios, _system, _messages, _seconds, _warmUp, _size, _rate, _listeners, _bindings, _inFlight, _transport, _buses, _host, _cores, _peers];
        Array.ForEach(all, command.Add);
        _messages.Validators.Add(result =>
        {
            if (result.GetValue(_messages) < 1)
            {
                result.AddError($"--messages is {result.GetValue(_messages)}; expected 1 or more.");
            }
        });
        _buses.Validators.Add(result =>
        {
            if (result.GetValue(_buses) < 1)
            {
                result.AddError($"--buses is {result.GetValue(_buses)}; expected 1 or more.");
            }
        });
    }

    /// <summary>One plan for each scenario that was named.</summary>
    public IEnumerable<LoadPlan> Read(ParseResult parsed) => parsed.GetValue(_scenarios)!.Select(scenario => new LoadPlan
    {
        Scenario = scenario,
        System = parsed.GetValue(_system),
        Messages = parsed.GetValue(_messages),
        Seconds = parsed.GetValue(_seconds),
        WarmUp = parsed.GetValue(_warmUp),
        Size = parsed.GetValue(_size),
        Rate = parsed.GetValue(_rate),
        Listeners = parsed.GetValue(_listeners),
        Bindings = parsed.GetValue(_bindings),
        InFlight = parsed.GetValue(_inFlight),
        Transport = parsed.GetValue(_transport),
        Buses = parsed.GetValue(_buses) ?? (scenario == ScenarioKind.Chain ? 8 : 2),
        Host = parsed.GetValue(_host),
        Cores = parsed.GetValue(_cores),
        Peers = parsed.GetValue(_peers),
    });

    private static Option<T> Number<T>(string name, string description, T otherwise, T least)
        where T : struct, IComparable<T>
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option).CompareTo(least) < 0)
            {
                result.AddError($"{name} is {result.GetValue(option)}; expected {least} or more.");
            }
        });
        return option;
    }
}
