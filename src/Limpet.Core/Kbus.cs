using System.Collections.Concurrent;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Ksocks.Device;
using Limpet.Core.Messages;

namespace Limpet.Core;

/// <summary>Opens Ksocks by device number, <c>/dev/kbusN</c> where it exists and the embedded bus otherwise, and tells what buses there are.</summary>
public static partial class Kbus
{
    /// <summary>The environment variable that says Auto, Device or Embedded where the caller does not.</summary>
    public const string BackendVariable = "LIMPET_BACKEND";

    private static readonly ConcurrentDictionary<string, EmbeddedBuses> Embedded = new(StringComparer.Ordinal);

    static Kbus() => AppDomain.CurrentDomain.ProcessExit += (_, _) => EndEmbedded();

    /// <summary>Opens a Ksock.</summary>
    /// <param name="device">0 to 255.</param>
    /// <param name="backend">Which bus; Auto follows <see cref="BackendVariable"/> and then what is there.</param>
    /// <param name="canWrite">Whether for sending too.</param>
    /// <exception cref="KbusException">The bus cannot be opened; the text says why and what to do.</exception>
    public static IKsock Open(int device, KbusBackend backend = KbusBackend.Auto, bool canWrite = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(device);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(device, 255);
        return Choose(device, backend) == KbusBackend.Embedded
            ? OwnBuses.Open(device, canWrite)
            : DeviceKsock.Open(device, canWrite);
    }

    /// <summary>Ends the embedded buses that this process hosts: every Ksock on them is gone (ENODEV), here and in other processes.</summary>
    public static void EndEmbedded()
    {
        Files.Hide();
        foreach (var directory in Embedded.Keys)
        {
            if (Embedded.TryRemove(directory, out var buses))
            {
                buses.Dispose();
            }
        }
    }

    private static KbusBackend Choose(int device, KbusBackend backend)
    {
        if (backend == KbusBackend.Auto && Environment.GetEnvironmentVariable(BackendVariable) is { Length: > 0 } asked
            && (!Enum.TryParse(asked, ignoreCase: true, out backend) || !Enum.IsDefined(backend)))
        {
            throw new KbusException(Errno.EINVAL, KsockOperation.Open, $"{BackendVariable} is '{asked}'; expected Auto, Device or Embedded", device);
        }

        // Whoever serves a device must not use it by way of the kernel, which would wait for it to answer itself; it is the same bus without that.
        if (backend != KbusBackend.Embedded && Embedded.Values.Any(buses => buses.IsServed(device)))
        {
            return KbusBackend.Embedded;
        }

        return backend != KbusBackend.Auto ? backend : File.Exists(DeviceDoor.PathOf(device)) ? KbusBackend.Device : KbusBackend.Embedded;
    }
}
