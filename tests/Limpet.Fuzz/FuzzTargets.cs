using System.Reflection;
using Limpet.Core.Messages.InMemory;
using Limpet.Fuzzing.Running;
using Limpet.Fuzzing.Targets;

namespace Limpet.Fuzzing;

/// <summary>Every parser that reads what others wrote.</summary>
internal static class FuzzTargets
{
    public static readonly IReadOnlyList<FuzzTarget> All =
    [
        new WireTarget(),
        new HeloTarget(),
        new MemoryTarget("memory64", MemoryLayout.Bits64),
        new MemoryTarget("memory32", MemoryLayout.Bits32),
        new BindEventTarget(),
        new MemberTarget(),
        new HostTarget(),
        new CuseTarget(),
        new FilesTarget(),
        new EndpointTarget(),
        new NameTarget(),
        new PatternTarget(),
        new ConfigTarget(),
        new BindingsTarget(),
        new AlertTarget(),
        new FarewellTarget(),
    ];

    /// <summary>Where the committed inputs are, a folder a target.</summary>
    public static readonly string Corpus = typeof(FuzzTargets).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Corpus").Value!;

    public static FuzzTarget Named(string name)
        => All.FirstOrDefault(target => target.Name == name) ?? throw new ArgumentException($"There is no target '{name}'; there are {string.Join(", ", All.Select(target => target.Name))}.", nameof(name));
}
