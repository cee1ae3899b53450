using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Limpet.Core.Native;

/// <content>
/// select, for when poll refuses: poll takes no more files than the process may have open (RLIMIT_NOFILE), even those that were open before somebody lowered that; select looks at what is open.
/// </content>
internal static partial class Libc
{
    private static readonly int s_bitsInWord = 8 * Unsafe.SizeOf<nuint>();

    [LibraryImport("libc", EntryPoint = "select", SetLastError = true)]
    private static unsafe partial int SelectNative(int end, Span<nuint> readable, Span<nuint> writable, nint exceptional, TimeValue* timeout);

    // One that nothing is wanted of is told nothing of here: select knows no hang-up by itself.
    private static unsafe void Select(Span<PollFd> fds, int timeoutMs)
    {
        var end = 0;
        foreach (ref var fd in fds)
        {
            fd.Returned = 0;
            end = Math.Max(end, fd.Fd + 1);
        }

        var words = (end / s_bitsInWord) + 1;
        Span<nuint> readable = new nuint[words];
        Span<nuint> writable = new nuint[words];
        int error;
        do
        {
            readable.Clear();
            writable.Clear();
            foreach (ref readonly var fd in fds)
            {
                Ask(readable, fd, PollIn);
                Ask(writable, fd, PollOut);
            }

            var timeout = new TimeValue { Seconds = timeoutMs / 1000, Microseconds = timeoutMs % 1000 * 1000 };
            error = SelectNative(end, readable, writable, exceptional: 0, timeoutMs < 0 ? null : &timeout) < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (error == EINTR);

        if (error != 0)
        {
            throw new IOException($"select failed: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        foreach (ref var fd in fds)
        {
            fd.Returned = (short)(Told(readable, fd, PollIn) | Told(writable, fd, PollOut));
        }
    }

    private static void Ask(Span<nuint> set, in PollFd fd, short what)
    {
        if (fd.Fd >= 0 && (fd.Wanted & what) != 0)
        {
            set[fd.Fd / s_bitsInWord] |= Bit(fd.Fd);
        }
    }

    private static short Told(Span<nuint> set, in PollFd fd, short what)
        => fd.Fd >= 0 && (fd.Wanted & what) != 0 && (set[fd.Fd / s_bitsInWord] & Bit(fd.Fd)) != 0 ? what : (short)0;

    private static nuint Bit(int fd) => (nuint)1 << (fd % s_bitsInWord);

    // struct timeval.
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeValue
    {
        public nint Seconds;
        public nint Microseconds;
    }
}
