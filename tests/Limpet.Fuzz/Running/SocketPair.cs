using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Limpet.Fuzzing.Running;

/// <summary>Two ends of a connection without a name, neither of which blocks.</summary>
internal static partial class SocketPair
{
    private const int Unix = 1;
    private const int StreamThatEndsAtExec = 1 | 0x80000;

    public static (Socket Ours, Socket Theirs) New()
    {
        Span<int> fds = stackalloc int[2];
        return Make(Unix, StreamThatEndsAtExec, 0, fds) == 0 ? (Of(fds[0]), Of(fds[1])) : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private static Socket Of(int fd) => new(new SafeSocketHandle(fd, ownsHandle: true)) { Blocking = false };

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int Make(int family, int type, int protocol, Span<int> fds);
}
