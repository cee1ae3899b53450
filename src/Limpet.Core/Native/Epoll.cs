using System.Runtime.InteropServices;
using Limpet.Core.Messages;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Native;

/// <summary>
/// epoll: one thread that waits for many files. Each is watched for one event at a time (EPOLLONESHOT) and then armed again; closing a file takes it out. It is closed when nobody has it any more.
/// </summary>
internal sealed partial class Epoll
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Delete = 2;
    private const int Modify = 3;
    private const uint OneShot = 1u << 30;
    private const int MostAtATime = 64;

    // struct epoll_event is packed on x86 alone: u32 events, and then u64 data.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;
    private static readonly int EventSize = DataOffset + sizeof(ulong);

    private readonly SafeFileHandle _epoll;
    private readonly byte[] _events = new byte[MostAtATime * EventSize];

    public Epoll()
    {
        var fd = CreateNative(CloseOnExec);
        _epoll = fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : throw new IOException($"epoll_create1 failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Watches a file for one of these events, or for its failing; once.</summary>
    /// <param name="file">The file.</param>
    /// <param name="wanted">Of <see cref="Libc.PollIn"/> and <see cref="Libc.PollOut"/>.</param>
    /// <param name="data">What <see cref="Wait"/> gives with its event.</param>
    /// <param name="isNew">Whether it was not watched before.</param>
    public Errno Watch(SafeFileHandle file, short wanted, ulong data, bool isNew)
    {
        Span<byte> asked = stackalloc byte[EventSize];
        asked.Clear();
        BitConverter.TryWriteBytes(asked, (ushort)wanted | OneShot);
        BitConverter.TryWriteBytes(asked[DataOffset..], data);
        return ControlNative(_epoll, isNew ? Add : Modify, file, asked) == 0 ? Errno.None : (Errno)Marshal.GetLastPInvokeError();
    }

    /// <summary>Watches it no more.</summary>
    public void Forget(SafeFileHandle file)
    {
        // Fails where it is not watched, which is what is wanted.
        Span<byte> none = stackalloc byte[EventSize];
        ControlNative(_epoll, Delete, file, none);
    }

    /// <summary>Waits until there is something, and gives each: its data, and what came in the words of poll. For one thread alone.</summary>
    public void Wait(Action<ulong, short> came)
    {
        var count = WaitNative(_epoll, _events, MostAtATime, timeoutMs: -1);
        if (count < 0 && Marshal.GetLastPInvokeError() is not Libc.EINTR and var error)
        {
            throw new IOException($"epoll_wait failed: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        for (var i = 0; i < count; i++)
        {
            var one = _events.AsSpan(i * EventSize, EventSize);
            came(BitConverter.ToUInt64(one[DataOffset..]), (short)BitConverter.ToUInt32(one));
        }
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int CreateNative(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int ControlNative(SafeFileHandle epoll, int operation, SafeFileHandle fd, Span<byte> asked);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int WaitNative(SafeFileHandle epoll, Span<byte> events, int most, int timeoutMs);
}
