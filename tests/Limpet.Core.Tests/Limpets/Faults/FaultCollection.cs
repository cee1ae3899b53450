namespace Limpet.Core.Tests.Limpets.Faults;

/// <summary>Tests that count what the process holds, so that nothing else may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultCollection
{
    public const string Name = "Faults";
}
