using System.Collections.Concurrent;
using Limpet.Core.Messages;
using Limpet.Core.Native;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Ksocks.Device;

/// <summary>
/// The thread that waits for all Ksocks on one device that tasks wait on. Each device has its own, since whoever serves one and stands still lets the kernel wait, and
/// with it who polls; it stays for as long as the process.
/// </summary>
internal sealed class DevicePoller
{
    private static readonly ConcurrentDictionary<int, Lazy<DevicePoller>> Pollers = new();

    private readonly Epoll _epoll = new();
    private readonly ConcurrentDictionary<ulong, DeviceTasks> _watched = new();
    private ulong _last;

    private DevicePoller(int device) => new Thread(Run) { IsBackground = true, Name = $"kbus{device} waiting" }.Start();

    /// <summary>That of a device.</summary>
    public static DevicePoller Of(int device) => Pollers.GetOrAdd(device, static number => new Lazy<DevicePoller>(() => new DevicePoller(number))).Value;

    /// <summary>Watches a file, once, for one of these events or for its failing.</summary>
    /// <param name="file">The file.</param>
    /// <param name="wanted">Of <see cref="Libc.PollIn"/> and <see cref="Libc.PollOut"/>.</param>
    /// <param name="tasks">Who is told.</param>
    /// <param name="id">What it is known by here; 0 before.</param>
    public Errno Watch(SafeFileHandle file, short wanted, DeviceTasks tasks, ref ulong id)
    {
        var isNew = id == 0;
        if (isNew)
        {
            id = Interlocked.Increment(ref _last);
        }

        _watched[id] = tasks;
        return _epoll.Watch(file, wanted, id, isNew);
    }

    /// <summary>Nobody is to be told until it is watched again, so that who is forgotten without being closed is held by nothing.</summary>
    public void Rest(ulong id) => _watched.TryRemove(id, out _);

    /// <summary>Watches it no more.</summary>
    public void Forget(SafeFileHandle file, ulong id)
    {
        Rest(id);
        _epoll.Forget(file);
    }

    private void Run()
    {
        while (true)
        {
            _epoll.Wait((id, came) =>
            {
                if (_watched.TryGetValue(id, out var tasks))
                {
                    tasks.Came(came);
                }
            });
        }
    }
}
