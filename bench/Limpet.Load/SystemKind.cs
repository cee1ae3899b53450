namespace Limpet.Load;

/// <summary>What does the work.</summary>
internal enum SystemKind
{
    /// <summary>The bus and its Limpets.</summary>
    Limpet,

    /// <summary>Two NATS servers, the second a leaf node of the first; with one bus, one server.</summary>
    Nats,

    /// <summary>Two mosquittos, the second with a bridge to the first; with one bus, one broker.</summary>
    Mosquitto,

    /// <summary>A C program that reads and writes, and nothing else.</summary>
    Floor,
}
