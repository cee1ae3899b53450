using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Cuse.Ioctls;

/// <summary>
/// The numbers that a program gives to ioctl(2) (kbus.md 4): direction in the top 2 bits, the size of a pointer in the next 14, the magic <c>k</c>, the number.
/// </summary>
internal static class IoctlNumber
{
    private const uint Magic = 'k';
    private const uint In = 1;
    private const uint Out = 2;

    /// <summary>Which ioctl it is; None for any other direction, size, magic or number, which is ENOTTY.</summary>
    /// <param name="number">As the caller gave it.</param>
    /// <param name="layout">The caller's layout; a number of the other one's is none.</param>
    public static KsockIoctl Decode(uint number, MemoryLayout layout)
    {
        var ioctl = (KsockIoctl)(number & 0xFF);
        return Enum.IsDefined(ioctl) && number == Encode(ioctl, layout) ? ioctl : KsockIoctl.None;
    }

    /// <summary>The number of an ioctl for a program of that layout; 0 for None.</summary>
    public static uint Encode(KsockIoctl ioctl, MemoryLayout layout)
    {
        var direction = ioctl switch
        {
            KsockIoctl.None or KsockIoctl.Reset or KsockIoctl.Discard => 0u,
            KsockIoctl.Bind or KsockIoctl.Unbind => In,
            KsockIoctl.Replier or KsockIoctl.MaxMessages or KsockIoctl.MessagesOnlyOnce or KsockIoctl.Verbose
                or KsockIoctl.ReportReplierBinds or KsockIoctl.MaxMessageSize => In | Out,
            _ => Out,
        };
        var size = direction == 0 ? 0u : (uint)layout.PointerSize;
        return ioctl == KsockIoctl.None ? 0 : (direction << 30) | (size << 16) | (Magic << 8) | (uint)ioctl;
    }
}
