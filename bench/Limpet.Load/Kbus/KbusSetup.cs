namespace Limpet.Load.Kbus;

/// <summary>The buses of a process, and the Limpets on them.</summary>
internal sealed record KbusSetup
{
    /// <summary>The directory of buses shared with other processes; null for buses of its own.</summary>
    public string? Directory { get; init; }

    /// <summary>How many buses it uses, numbered from 0.</summary>
    public int Buses { get; init; } = 1;

    /// <summary>Bindings to names that nobody sends, on bus 0.</summary>
    public int Bindings { get; init; }

    /// <summary>Its Limpets.</summary>
    public IReadOnlyList<LimpetSetup> Limpets { get; init; } = [];
}
