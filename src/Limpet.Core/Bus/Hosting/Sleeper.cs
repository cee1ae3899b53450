using Limpet.Core.Native;

namespace Limpet.Core.Bus.Hosting;

/// <summary>What one thread sleeps on until it is woken; nobody else can take the waking from it.</summary>
internal sealed class Sleeper : IDisposable
{
    private readonly KernelSemaphore _woken = new();
    private int _isWoken;

    /// <summary>Wakes the thread, or has it not fall asleep at all. More often than once is once.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0)
        {
            _woken.Release();
        }
    }

    /// <summary>Sleeps until woken. Whoever returns looks at what there is: what comes while it looks need not wake it.</summary>
    public void Sleep()
    {
        _woken.Wait();
        Volatile.Write(ref _isWoken, 0);
    }

    public void Dispose() => _woken.Dispose();
}
