using System.Globalization;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Ksocks;

namespace Limpet.Core.Bus.Hosting;

/// <content>Looking at buses without opening them.</content>
public sealed partial class EmbeddedBuses
{
    /// <summary>How a bus stands, without opening a Ksock on it; null where no process hosts it.</summary>
    /// <param name="device">0 to 255.</param>
    /// <param name="patience">How long the process that hosts it may take for an answer, which needs no waiting; 20 seconds, and 5 to connect, unless told otherwise.</param>
    /// <exception cref="KbusException">
    /// The directory is not safe (EACCES), or the process that hosts the bus does not answer (ENODEV) or speaks another version (EPERM).
    /// </exception>
    public BusStatus? Inspect(int device, TimeSpan? patience = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(device);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(device, DeviceCount);
        if (HostedHere(device) is { } host)
        {
            return host.Inspect();
        }

        // Preparing would make the directory, and looking changes nothing.
        if (!Directory.Exists(_directory))
        {
            return null;
        }

        using var link = HostLink.TryConnect(BusDirectory.Prepare(_directory, device).SocketPath(device), device, patience);
        return link is null ? null : HostInspection.Ask(link, device, patience ?? MemberProtocol.AnswerTimeout);
    }

    /// <summary>The numbers of the buses that are hosted, here or by another process; of one whose host was killed too, until it is asked. Lowest first.</summary>
    public IReadOnlyList<int> Numbers()
    {
        var numbers = new SortedSet<int>();
        lock (_gate)
        {
            numbers.UnionWith(_hosted.Keys);
        }

        if (Directory.Exists(_directory))
        {
            numbers.UnionWith(Directory.EnumerateFiles(_directory, "kbus*.sock").Select(NumberOf).OfType<int>());
        }

        return [.. numbers];
    }

    private static int? NumberOf(string socketPath)
        => byte.TryParse(Path.GetFileNameWithoutExtension(socketPath).AsSpan("kbus".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
