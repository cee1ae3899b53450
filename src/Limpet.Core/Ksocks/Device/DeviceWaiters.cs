using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks.Device;

/// <summary>
/// The threads that wait on one Ksock. Each waits on itself, in a poll of the device and of its own signal: the kernel wakes the very thread that wants the
/// message, and nothing runs in between. A thread that polled for many Ksocks would have to be woken first, then wake the one, and be told of every change.
/// </summary>
internal sealed class DeviceWaiters
{
    private readonly object _gate = new();
    private readonly List<WaitSignal> _waiting = [];
    private bool _closed;

    /// <summary>Begins a wait of the calling thread: EBADF where the Ksock is closed.</summary>
    public Errno Enter(WaitSignal signal)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return Errno.EBADF;
            }

            _waiting.Add(signal);
            return Errno.None;
        }
    }

    /// <summary>Ends it, and says whether the Ksock was closed meanwhile.</summary>
    public Errno Leave(WaitSignal signal)
    {
        lock (_gate)
        {
            _waiting.Remove(signal);
            if (_closed)
            {
                Monitor.PulseAll(_gate);
            }

            signal.Clear();
            return _closed ? Errno.EBADF : Errno.None;
        }
    }

    /// <summary>Wakes them all, now and for ever, and returns when the last has left. False where that was done before.</summary>
    public bool Close()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _closed = true;
            _waiting.ForEach(signal => signal.Set());
            while (_waiting.Count > 0)
            {
                Monitor.Wait(_gate);
            }

            return true;
        }
    }
}
