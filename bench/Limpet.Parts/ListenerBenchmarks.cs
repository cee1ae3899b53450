using BenchmarkDotNet.Attributes;

namespace Limpet.Parts;

/// <summary>A message through the engine to some listeners.</summary>
public class ListenerBenchmarks
{
    private BusBench _bus = new(1, 0);

    /// <summary>How many.</summary>
    [Params(1, 10, 100, 1000)]
    public int Listeners { get; set; }

    /// <summary>Opens and binds.</summary>
    [GlobalSetup]
    public void Setup() => _bus = new BusBench(Listeners, bindings: 0);

    /// <summary>Sent, and taken by each.</summary>
    [Benchmark]
    public int SendAndReceive() => _bus.Pass();
}
