using Limpet.Core.Native;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Ksocks.Device;

/// <summary>
/// What ends a thread's waiting in poll from outside: an eventfd. A thread waits for one thing at a time, so it has one for all the Ksocks it ever waits
/// on, closed when the thread is no more.
/// </summary>
internal sealed class WaitSignal
{
    [ThreadStatic]
    private static WaitSignal? t_ownOfThread;

    private readonly SafeFileHandle _eventFd = Libc.NewEventFd();
    private volatile bool _isSet;

    private WaitSignal()
    {
    }

    /// <summary>That of the calling thread.</summary>
    public static WaitSignal OfThisThread => t_ownOfThread ??= new WaitSignal();

    /// <summary>The descriptor to poll for reading, by the thread that it belongs to, which keeps it open.</summary>
    public int Fd => (int)_eventFd.DangerousGetHandle();

    /// <summary>Ends the waiting, now or when it begins.</summary>
    public void Set()
    {
        _isSet = true;
        Libc.Signal(_eventFd);
    }

    /// <summary>Makes it good for the next waiting. Nobody may set it meanwhile.</summary>
    public void Clear()
    {
        if (_isSet)
        {
            _isSet = false;
            Libc.Unsignal(_eventFd);
        }
    }
}
