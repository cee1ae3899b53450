using System.Net.Sockets;
using Limpet.Core.Native;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Bus.Hosting;

/// <summary>
/// The right to host one bus among the processes of a user: the lock on <c>kbusN.lock</c>, which ends with the process however it ends, and the socket
/// <c>kbusN.sock</c> beside it. Whoever holds the lock may replace a socket file that a dead host left.
/// </summary>
internal sealed class BusDoor : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _lock;

    private BusDoor(string path, SafeFileHandle lockFile)
    {
        _path = path;
        _lock = lockFile;
    }

    /// <summary>Takes the lock, unless another process hosts the bus or is about to.</summary>
    public static BusDoor? TryTake(BusDirectory directory, int device)
    {
        var lockFile = Libc.OpenLockFile(directory.LockPath(device));
        if (!Libc.TryLock(lockFile))
        {
            lockFile.Dispose();
            return null;
        }

        return new BusDoor(directory.SocketPath(device), lockFile);
    }

    /// <summary>Makes the socket, with mode 0600.</summary>
    public Socket Listen(int backlog)
    {
        File.Delete(_path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // The directory is ours alone, so nobody comes in between.
            listener.Bind(new UnixDomainSocketEndPoint(_path));
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen(backlog);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody removed the directory and the socket with it, or put something else in its place, which the next host tells of.
        }

        // The lock goes last: whoever gets it finds no socket file of ours.
        _lock.Dispose();
    }
}
