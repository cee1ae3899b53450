using System.Diagnostics;
using System.Globalization;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Soak.Parts;

/// <summary>The way to a bus that another process hosts. Whoever opens a bus hosts it where nobody does; here that is for the one process alone that is killed for it.</summary>
internal static class Door
{
    /// <summary>How long to wait before looking again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Opens a Ksock, waiting while the bus has no host.</summary>
    /// <exception cref="TimeoutException">It has had none for a minute.</exception>
    public static IKsock Open(string directory, int bus)
    {
        var path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"kbus{bus}.sock"));
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience; Thread.Sleep(Pause))
        {
            try
            {
                if (HostLink.TryConnect(path, bus) is { } link && RemoteKsock.TryOpen(link, bus, canWrite: true, path) is { } ksock)
                {
                    return ksock;
                }
            }
            catch (KbusException e) when (e.Errno is Errno.EMFILE)
            {
                // A fault, which passes.
            }
        }

        throw new TimeoutException($"Bus {bus} has had no host for {Patience.TotalSeconds} s.");
    }
}
