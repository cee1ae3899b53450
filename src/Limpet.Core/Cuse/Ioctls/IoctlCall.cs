using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Cuse.Ioctls;

/// <summary>One asking of an ioctl: the kernel asks again when it has fetched what the answer before said it needs.</summary>
internal ref struct IoctlCall
{
    public KsockIoctl Ioctl { get; init; }

    /// <summary>How the caller lays out its memory.</summary>
    public MemoryLayout Layout { get; init; }

    /// <summary>The thread that calls, which is in one ioctl at a time.</summary>
    public uint Thread { get; init; }

    /// <summary>The address of its argument.</summary>
    public ulong Argument { get; init; }

    /// <summary>Bytes that may be stored at the argument; 0 until they have been asked for.</summary>
    public uint StoreSize { get; init; }

    /// <summary>What was fetched.</summary>
    public ReadOnlySpan<byte> Fetched { get; init; }
}
