using BenchmarkDotNet.Attributes;

namespace Limpet.Parts;

/// <summary>A message through the engine to one listener, among bindings to other names.</summary>
public class BindingBenchmarks
{
    private BusBench _bus = new(1, 0);

    /// <summary>How many.</summary>
    [Params(0, 10, 1000, 100_000)]
    public int Bindings { get; set; }

    /// <summary>Opens and binds.</summary>
    [GlobalSetup]
    public void Setup() => _bus = new BusBench(1, Bindings);

    /// <summary>Sent, and taken.</summary>
    [Benchmark]
    public int SendAndReceive() => _bus.Pass();
}
