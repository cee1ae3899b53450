using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks.Device;

/// <summary>What a device's errno means for whoever uses a Ksock.</summary>
internal static class DeviceErrors
{
    private const int ECONNABORTED = 103;
    private const int ENOTCONN = 107;
    private const int ESHUTDOWN = 108;

    /// <summary>
    /// The same errno, but ENODEV for all the ways in which a kernel says that nobody serves the device any more: its driver gone, and the process behind a
    /// CUSE device ended before the question or in the middle of it.
    /// </summary>
    public static Errno Translate(Errno error) => (int)error switch
    {
        (int)Errno.EIO or (int)Errno.ENXIO or ECONNABORTED or ENOTCONN or ESHUTDOWN => Errno.ENODEV,
        _ => error,
    };
}
