using System.Runtime.InteropServices;

namespace Limpet.Core.Native;

/// <summary>
/// Interrupts a system call that another thread is blocked in (EINTR). That thread then needs no further call to be woken by, which poll and an eventfd would
/// be for every request.
/// </summary>
internal sealed partial class ThreadInterrupt
{
    // Ignored by default and used by no runtime here, so that one that goes astray does nothing.
    private const int SigUrg = 23;

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(10);
    private static readonly Lock Signals = new();
    private static readonly nint Nothing = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "getpid");

    private readonly Lock _gate = new();
    private nuint _thread;

    /// <summary>The thread that calls may be interrupted from now on.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _thread = CurrentThread();
        }
    }

    /// <summary>It may not any more; it must come to this before it ends.</summary>
    public void End()
    {
        lock (_gate)
        {
            _thread = 0;
        }
    }

    /// <summary>Interrupts its system calls until it has ended.</summary>
    /// <param name="thread">The thread that called <see cref="Begin"/>, or is about to.</param>
    public void UntilEnded(Thread thread)
    {
        lock (Signals)
        {
            // As large as any system's struct sigaction.
            Span<byte> before = stackalloc byte[512];
            _ = GetAction(SigUrg, 0, before);

            // A handler that does nothing: any function of the C library that may be called in one. Without a handler the call would go on.
            _ = SetHandler(SigUrg, Nothing);
            _ = LetInterrupt(SigUrg, 1);
            do
            {
                lock (_gate)
                {
                    if (_thread != 0)
                    {
                        _ = Kill(_thread, SigUrg);
                    }
                }
            }
            while (!thread.Join(Again));
            _ = SetAction(SigUrg, before, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "pthread_self")]
    private static partial nuint CurrentThread();

    [LibraryImport("libc", EntryPoint = "pthread_kill")]
    private static partial int Kill(nuint thread, int signal);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "siginterrupt")]
    private static partial int LetInterrupt(int signal, int flag);

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int GetAction(int signal, nint action, Span<byte> before);

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int SetAction(int signal, ReadOnlySpan<byte> action, nint before);
}
