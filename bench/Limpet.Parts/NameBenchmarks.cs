using BenchmarkDotNet.Attributes;
using Limpet.Core.Messages;

namespace Limpet.Parts;

/// <summary>Names (kbus.md 2).</summary>
public class NameBenchmarks
{
    private static readonly byte[] Bytes = System.Text.Encoding.ASCII.GetBytes(Samples.Name);

    private readonly MessageName _name = MessageName.Parse(Samples.Name);
    private readonly MessageName _same = MessageName.Parse(Samples.Name);
    private readonly MessageName _below = MessageName.Parse("$.Sensors.*");
    private readonly MessageName _within = MessageName.Parse("$.Sensors.Kitchen.%");
    private readonly MessageName _elsewhere = MessageName.Parse("$.Actors.*");

    /// <summary>Of text.</summary>
    [Benchmark]
    public MessageName Parse() => MessageName.Parse(Samples.Name);

    /// <summary>Of bytes.</summary>
    [Benchmark]
    public MessageName? ParseBytes() => MessageName.TryParse(Bytes, out var name, out _) ? name : null;

    /// <summary>With a plain name.</summary>
    [Benchmark]
    public bool MatchPlain() => _same.Matches(_name);

    /// <summary>With a wildcard for anything below.</summary>
    [Benchmark]
    public bool MatchBelow() => _below.Matches(_name);

    /// <summary>With a wildcard for one word.</summary>
    [Benchmark]
    public bool MatchWord() => _within.Matches(_name);

    /// <summary>With a wildcard that does not match.</summary>
    [Benchmark]
    public bool MatchNot() => _elsewhere.Matches(_name);
}
