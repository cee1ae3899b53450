namespace Limpet.Core.Tests.Limpets.Faults;

/// <summary>What becomes of one connection through a <see cref="FaultProxy"/>.</summary>
internal sealed record FaultPlan
{
    public static readonly FaultPlan None = new();

    /// <summary>After so many bytes to the server the connection is reset; null for never.</summary>
    public long? ResetAfterToServer { get; init; }

    /// <summary>The same for bytes to the client.</summary>
    public long? ResetAfterToClient { get; init; }

    /// <summary>How many bytes go in one write at the most.</summary>
    public int MostPerWrite { get; init; } = int.MaxValue;

    /// <summary>How long every write is held up.</summary>
    public TimeSpan Delay { get; init; }
}
