using Limpet.Core.Ksocks;

namespace Limpet.Core.Bus.Hosting;

/// <summary>
/// A device of the embedded bus that lives in this process: the engine, and the one lock that makes it safe for many threads.
/// </summary>
internal sealed class BusHost
{
    private readonly List<BusKsock> _stirred = [];
    private readonly Func<uint?> _newDevice;

    /// <summary>Hosts a device.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="newDevice">Makes the next device, for NEWDEVICE: its number, or null when there are 256.</param>
    public BusHost(int number, Func<uint?> newDevice)
    {
        Device = new BusDevice(number);
        _newDevice = newDevice;
    }

    /// <summary>The engine; only to be touched under <see cref="Gate"/>.</summary>
    public BusDevice Device { get; }

    /// <summary>The lock of the engine. Nothing is called back, waited for or written under it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Whether the bus has gone away.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Makes it a device of the system, if anything does or did.</summary>
    public IBusOutlet? ServedBy { get; set; }

    public bool IsServed => ServedBy is { IsEnded: false };

    public string Description => $"embedded bus {Device.Number}, hosted by this process";

    public IKsock Open(bool canWrite)
    {
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(IsGone, this);
            return new LocalKsock(this, Device.Open(canWrite, Environment.ProcessId));
        }
    }

    /// <summary>How the bus stands.</summary>
    public BusStatus Inspect()
    {
        var served = IsServed;
        lock (Gate)
        {
            return new BusStatus(
                Device.Number,
                Environment.ProcessId,
                served,
                Device.MaxMessageSize,
                Device.NextKsockId,
                Device.NextMessageSerial,
                Device.SetAsideCount,
                [.. Device.Ksocks.Select(ksock => ksock.Describe())],
                [.. Device.Bindings]);
        }
    }

    /// <summary>NEWDEVICE.</summary>
    public uint? NewDevice() => _newDevice();

    /// <summary>Runs operations of the engine under its lock, then tells those who have news of it.</summary>
    public T Run<T>(Func<T> operation)
    {
        T result;
        News news;
        lock (Gate)
        {
            result = operation();
            news = TakeNews();
        }

        news.Tell();
        return result;
    }

    /// <summary>Under the lock: tries again the sends that wait in poll, and gives those who have news, to be told outside.</summary>
    public News TakeNews()
    {
        var news = default(News);
        while (Device.HasStirred)
        {
            Device.TakeStirred(_stirred);
            foreach (var ksock in _stirred)
            {
                if (ksock.Tag is IKsockOwner owner)
                {
                    if (ksock.IsSending && owner.WantsRetry)
                    {
                        ksock.Poll();
                    }

                    news.Add(owner);
                }
            }

            _stirred.Clear();
        }

        return news;
    }

    /// <summary>Ends the bus: every Ksock on it is gone with ENODEV, whoever waits is woken.</summary>
    public void End()
    {
        List<IKsockOwner> owners;
        lock (Gate)
        {
            IsGone = true;
            owners = Device.Ksocks.Select(ksock => ksock.Tag).OfType<IKsockOwner>().ToList();
        }

        owners.ForEach(owner => owner.Gone());
    }
}
