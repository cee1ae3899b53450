using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Native;

/// <summary>
/// A semaphore whose waiter sleeps in the kernel at once. <see cref="SemaphoreSlim"/> spins and yields before it sleeps, which takes the processor from the very
/// thread that is to wake it, and <see cref="Monitor"/> takes five times as long to wake one: on two cores both cost more than the message that is waited for.
/// </summary>
internal sealed class KernelSemaphore : IDisposable
{
    private readonly SafeFileHandle _eventFd = Libc.NewSemaphoreEventFd();

    /// <summary>Lets so many waiters go on, now or when they come. Once disposed there are none, and it does nothing.</summary>
    public void Release(int count = 1)
    {
        try
        {
            Libc.Signal(_eventFd, (ulong)count);
        }
        catch (ObjectDisposedException)
        {
            // Whoever waited has gone, by another's doing.
        }
    }

    /// <summary>Takes one release, sleeping until there is one.</summary>
    public void Wait() => Libc.Unsignal(_eventFd);

    /// <summary>Frees it. Whoever waits must have been released before.</summary>
    public void Dispose() => _eventFd.Dispose();
}
