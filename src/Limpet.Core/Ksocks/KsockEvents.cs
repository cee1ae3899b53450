namespace Limpet.Core.Ksocks;

/// <summary>What a Ksock can be waited for (kbus.md 4, poll).</summary>
[Flags]
public enum KsockEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A message is queued.</summary>
    Readable = 1,

    /// <summary>No send is waiting.</summary>
    Writable = 2,
}
