namespace Limpet.Core.Ksocks.Device;

/// <summary>
/// The 18 ioctls (kbus.md 4). The size in each number is that of a pointer, whatever the operation reads and writes at its argument, so the numbers of a
/// 32-bit process differ from those of a 64-bit one.
/// </summary>
public static class DeviceIoctl
{
    private const uint Magic = 'k';
    private const uint None = 0;
    private const uint In = 1;
    private const uint Out = 2;
    private const uint InOut = In | Out;

    /// <summary>RESET: no argument; does nothing.</summary>
    public static readonly uint Reset = Number(1, None);

    /// <summary>BIND: struct { u32 is_replier; u32 name_len; char *name }.</summary>
    public static readonly uint Bind = Number(2, In);

    /// <summary>UNBIND: struct { u32 is_replier; u32 name_len; char *name }.</summary>
    public static readonly uint Unbind = Number(3, In);

    /// <summary>KSOCKID: out u32.</summary>
    public static readonly uint KsockId = Number(4, Out);

    /// <summary>REPLIER: struct { u32 return_id; u32 name_len; char *name }, in and out. Returns 1 where there is one.</summary>
    public static readonly uint Replier = Number(5, InOut);

    /// <summary>NEXTMSG: out u32. Returns 1 where there was a message.</summary>
    public static readonly uint NextMessage = Number(6, Out);

    /// <summary>LENLEFT: out u32.</summary>
    public static readonly uint LengthLeft = Number(7, Out);

    /// <summary>SEND: out two u32, network and serial.</summary>
    public static readonly uint Send = Number(8, Out);

    /// <summary>DISCARD: no argument.</summary>
    public static readonly uint Discard = Number(9, None);

    /// <summary>LASTSENT: out two u32, network and serial.</summary>
    public static readonly uint LastSent = Number(10, Out);

    /// <summary>MAXMSGS: u32 in and out.</summary>
    public static readonly uint MaxMessages = Number(11, InOut);

    /// <summary>NUMMSGS: out u32.</summary>
    public static readonly uint QueuedMessages = Number(12, Out);

    /// <summary>UNREPLIEDTO: out u32.</summary>
    public static readonly uint UnansweredRequests = Number(13, Out);

    /// <summary>MSGONLYONCE: u32 in and out.</summary>
    public static readonly uint MessagesOnlyOnce = Number(14, InOut);

    /// <summary>VERBOSE: u32 in and out.</summary>
    public static readonly uint Verbose = Number(15, InOut);

    /// <summary>NEWDEVICE: out u32.</summary>
    public static readonly uint NewDevice = Number(16, Out);

    /// <summary>REPORTREPLIERBINDS: u32 in and out.</summary>
    public static readonly uint ReportReplierBinds = Number(17, InOut);

    /// <summary>MAXMSGSIZE: u32 in and out.</summary>
    public static readonly uint MaxMessageSize = Number(18, InOut);

    /// <summary>An operation's number as a process with pointers of that size must give it.</summary>
    /// <param name="operation">1 to 18.</param>
    /// <param name="reads">Whether the operation reads its argument.</param>
    /// <param name="writes">Whether it writes it.</param>
    /// <param name="pointerSize">4 or 8.</param>
    public static uint Number(uint operation, bool reads, bool writes, int pointerSize)
        => Number(operation, (reads ? In : None) | (writes ? Out : None), pointerSize);

    private static uint Number(uint operation, uint direction) => Number(operation, direction, IntPtr.Size);

    private static uint Number(uint operation, uint direction, int pointerSize)
        => (direction << 30) | (direction == None ? 0 : (uint)pointerSize << 16) | (Magic << 8) | operation;
}
