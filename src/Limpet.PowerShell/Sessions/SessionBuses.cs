using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Ksocks.Device;
using Limpet.PowerShell.Devices;

namespace Limpet.PowerShell.Sessions;

/// <summary>
/// Which bus a number means in one session: the session's private bus where New-KbusDevice -Private made one, even where there is another bus of that number,
/// and what the process has otherwise. <see cref="KbusBackend.Device"/> always means <c>/dev/kbusN</c>.
/// </summary>
internal sealed class SessionBuses : IDisposable
{
    private readonly EmbeddedBuses _private = EmbeddedBuses.Private();

    /// <summary>Whether the number means a bus that only this session sees.</summary>
    public bool IsPrivate(int number, KbusBackend backend) => backend != KbusBackend.Device && _private.Numbers().Contains(number);

    /// <summary>Opens a Ksock.</summary>
    /// <exception cref="KbusException">The bus cannot be opened; the text says why and what to do.</exception>
    public IKsock Open(int number, KbusBackend backend, bool canWrite = true)
        => IsPrivate(number, backend) ? _private.Open(number, canWrite) : Core.Kbus.Open(number, backend, canWrite);

    /// <summary>What opens the number's private bus, from any thread; null where it means another bus.</summary>
    public Func<IKsock>? PrivateOpener(int number, KbusBackend backend) => IsPrivate(number, backend) ? () => _private.Open(number) : null;

    /// <summary>Begins a private bus, and says whether there was none of that number.</summary>
    public bool TryBeginPrivate(int number) => _private.TryBegin(number);

    /// <summary>Ends the private bus of that number, else the embedded one that this process hosts, and says whether there was one.</summary>
    public bool Remove(int number) => _private.Remove(number) || Core.Kbus.RemoveEmbedded(number);

    /// <summary>The numbers of the buses there seem to be, lowest first, found without asking anyone.</summary>
    /// <exception cref="KbusException">The directory of the embedded buses is not safe (EACCES).</exception>
    public IReadOnlyList<int> Numbers() => [.. Core.Kbus.Numbers().Union(_private.Numbers()).Order()];

    /// <summary>The buses that a number can mean, by backend.</summary>
    /// <exception cref="KbusException">See <see cref="Core.Kbus.Backends"/>.</exception>
    public IReadOnlyList<KbusBackend> Backends(int number)
        => IsPrivate(number, KbusBackend.Auto)
            ? [.. Core.Kbus.Backends(number).Where(backend => backend == KbusBackend.Device), KbusBackend.Embedded]
            : Core.Kbus.Backends(number);

    /// <summary>How the buses stand that a number can mean.</summary>
    /// <exception cref="KbusException">See <see cref="Core.Kbus.Status"/>.</exception>
    public IReadOnlyList<(KbusDeviceInfo Info, KbusException? Problem)> Status(int number)
    {
        var hidden = _private.Inspect(number) is { } status
            ? new KbusDeviceInfo(
                new KbusDeviceStatus(number, KbusBackend.Embedded, Path: null, status.HostProcessId, status.MaxMessageSize, status.Ksocks, status.Bindings.Count, Problem: null),
                isPrivate: true)
            : null;
        var others = Core.Kbus.Status(number)
            .Where(bus => hidden is null || bus.Backend == KbusBackend.Device)
            .Select(bus => (new KbusDeviceInfo(bus, isPrivate: false), bus.Problem));
        return hidden is null ? [.. others] : [(hidden, null), .. others];
    }

    /// <summary>The bindings on a bus, newest first; null where there is no such bus.</summary>
    /// <exception cref="KbusException">See <see cref="Core.Kbus.Bindings"/>.</exception>
    public IReadOnlyList<ProcBinding>? Bindings(int number, KbusBackend backend)
        => IsPrivate(number, backend) && _private.Inspect(number) is { } status
            ? [.. status.Bindings.Select(binding => new ProcBinding(number, binding.Ksock, (ulong)binding.ProcessId, binding.Kind, binding.Name))]
            : Core.Kbus.Bindings(number, backend);

    /// <summary>Ends the private buses.</summary>
    public void Dispose() => _private.Dispose();
}
