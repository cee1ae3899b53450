using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Cuse.Protocol;

/// <summary>The body of a FUSE_IOCTL request.</summary>
internal ref struct FuseIoctl
{
    /// <summary>The handle that open was answered with.</summary>
    public ulong Handle { get; init; }

    public FuseIoctlFlags Flags { get; init; }

    /// <summary>The ioctl's number.</summary>
    public uint Command { get; init; }

    /// <summary>The ioctl's argument, an address in the caller's memory.</summary>
    public ulong Argument { get; init; }

    /// <summary>Bytes of the caller's memory that the reply may store to; 0 before they have been asked for.</summary>
    public uint StoreSize { get; init; }

    /// <summary>The ranges of the caller's memory that were asked for, one after the other.</summary>
    public ReadOnlySpan<byte> Fetched { get; init; }

    /// <summary>How the caller lays out its memory.</summary>
    public readonly MemoryLayout Layout => (Flags & (FuseIoctlFlags.Bits32 | FuseIoctlFlags.Compat)) != 0 ? MemoryLayout.Bits32 : MemoryLayout.Bits64;
}
