using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Ksocks.Device;

namespace Limpet.Core;

/// <content>What buses there are, and who is bound on them.</content>
public static partial class Kbus
{
    private static EmbeddedBuses OwnBuses => Embedded.GetOrAdd(BusDirectory.DefaultPath, EmbeddedBuses.Shared);

    /// <summary>The numbers of the buses there seem to be: of every <c>/dev/kbusN</c>, and of the embedded buses of this user. Lowest first.</summary>
    /// <exception cref="KbusException">The directory of the embedded buses is not safe (EACCES).</exception>
    public static IReadOnlyList<int> Numbers() => [.. DeviceFiles.Numbers().Union(OwnBuses.Numbers()).Order()];

    /// <summary>Which buses of a number there are: none, one, or both where there is a <c>/dev/kbusN</c> that no embedded bus of this user serves and one besides.</summary>
    /// <param name="device">0 to 255.</param>
    /// <exception cref="KbusException">The embedded bus cannot be asked: its host does not answer (ENODEV), or its directory is not safe (EACCES).</exception>
    public static IReadOnlyList<KbusBackend> Backends(int device)
    {
        var embedded = OwnBuses.Inspect(device);
        var backends = new List<KbusBackend>();
        if (embedded is not { IsServed: true } && Path.Exists(DeviceDoor.PathOf(device)))
        {
            backends.Add(KbusBackend.Device);
        }

        if (embedded is not null)
        {
            backends.Add(KbusBackend.Embedded);
        }

        return backends;
    }

    /// <summary>
    /// How the buses of a number stand: none, one, or two where there is a <c>/dev/kbusN</c> and an embedded bus besides it. An embedded bus is asked without a
    /// trace; a device is opened for a moment, for reading alone, which takes a Ksock id.
    /// </summary>
    /// <param name="device">0 to 255.</param>
    /// <exception cref="KbusException">The embedded bus cannot be asked: its host does not answer (ENODEV), or its directory is not safe (EACCES).</exception>
    public static IReadOnlyList<KbusDeviceStatus> Status(int device)
    {
        var path = DeviceDoor.PathOf(device);
        var embedded = OwnBuses.Inspect(device);
        var found = new List<KbusDeviceStatus>();
        if (embedded is not { IsServed: true } && Path.Exists(path))
        {
            found.Add(StatusOfDevice(device, path));
        }

        if (embedded is not null)
        {
            found.Add(new KbusDeviceStatus(
                device,
                KbusBackend.Embedded,
                embedded.IsServed ? path : null,
                embedded.HostProcessId,
                embedded.MaxMessageSize,
                embedded.Ksocks.Count,
                embedded.Bindings.Count,
                Problem: null));
        }

        return found;
    }

    /// <summary>
    /// The bindings on a bus, newest first: of an embedded bus of this user from the process that hosts it, of any other device from <c>/proc/kbus/bindings</c>,
    /// or <c>/run/kbus/bindings</c> where the kernel module is not there.
    /// </summary>
    /// <param name="device">0 to 255.</param>
    /// <param name="backend">Which bus, as for <see cref="Open"/>.</param>
    /// <returns>The bindings; null where there is no such bus.</returns>
    /// <exception cref="KbusException">
    /// Nothing tells of its bindings (ENOENT); its host does not answer (ENODEV); what tells of them may not be read (EACCES) or cannot be
    /// understood (EIO).
    /// </exception>
    public static IReadOnlyList<ProcBinding>? Bindings(int device, KbusBackend backend = KbusBackend.Auto)
    {
        var chosen = Choose(device, backend);
        if (OwnBuses.Inspect(device) is { } embedded && (chosen == KbusBackend.Embedded || embedded.IsServed))
        {
            return [.. embedded.Bindings.Select(binding => new ProcBinding(device, binding.Ksock, (ulong)binding.ProcessId, binding.Kind, binding.Name))];
        }

        return chosen == KbusBackend.Device && Path.Exists(DeviceDoor.PathOf(device)) ? BindingsOfDevice(device) : null;
    }

    private static IReadOnlyList<ProcBinding> BindingsOfDevice(int device)
        => (ProcKbus.Exists() ? null : ProcKbus.ServedBindings(device)) ?? ProcKbus.Bindings(device);

    private static KbusDeviceStatus StatusOfDevice(int device, string path)
    {
        KbusException? problem = null;
        var maxMessageSize = TryAsk(
            () =>
            {
                using var ksock = DeviceKsock.Open(device, canWrite: false);
                return (int)ksock.MaxMessageSize(0);
            },
            ref problem);

        var bindings = ProcKbus.Exists() ? TryAsk(() => ProcKbus.Bindings(device).Count, ref problem) : ProcKbus.ServedBindings(device)?.Count;
        return new KbusDeviceStatus(device, KbusBackend.Device, path, HostProcessId: null, maxMessageSize, Ksocks: null, bindings, problem);
    }

    private static int? TryAsk(Func<int> question, ref KbusException? problem)
    {
        try
        {
            return question();
        }
        catch (KbusException e)
        {
            problem ??= e;
            return null;
        }
    }
}
