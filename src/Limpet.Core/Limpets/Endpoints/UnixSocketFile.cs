using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Limpet.Core.Messages;
using Limpet.Core.Native;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>
/// The socket file that a listener makes and removes. Made by system calls: the runtime would remove the file on closing, whoever's it then is.
/// </summary>
internal sealed partial class UnixSocketFile
{
    private const int Family = 1;
    private const int StreamCloseOnExec = 0x80001;
    private const int AddressLength = 110;

    private readonly string _path;
    private readonly FileIdentity _identity;

    private UnixSocketFile(string path, FileIdentity identity)
    {
        _path = path;
        _identity = identity;
    }

    /// <summary>Makes the file and listens, taking over what a dead process left.</summary>
    public static UnixSocketFile Listen(UnixEndpoint endpoint, ListenOptions options, out Socket socket)
    {
        var handle = new SafeSocketHandle(NewSocket(Family, StreamCloseOnExec, 0), ownsHandle: true);
        try
        {
            if (handle.IsInvalid)
            {
                throw Failed(endpoint, Marshal.GetLastPInvokeErrorMessage());
            }

            Bind(endpoint, handle);

            // Nobody can connect before the listening begins, so nobody can before the file has its mode.
            Prepare(endpoint, options);
            var identity = FileIdentity.Of(endpoint.Path) ?? throw Failed(endpoint, "the socket file was removed at once");
            if (Listen(handle, EndpointListener.Backlog) != 0)
            {
                throw Failed(endpoint, Marshal.GetLastPInvokeErrorMessage());
            }

            socket = new Socket(handle);
            return new UnixSocketFile(endpoint.Path, identity);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Removes a socket file, whoever made it.</summary>
    public static void Remove(UnixEndpoint endpoint)
    {
        if (FileIdentity.Of(endpoint.Path) is { IsSocket: false })
        {
            throw NotASocket(endpoint, "removed");
        }

        try
        {
            File.Delete(endpoint.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EndpointException(endpoint.ToString(), EndpointFault.AccessDenied, $"The socket file of {endpoint} cannot be removed: {e.Message}", e);
        }
    }

    /// <summary>Removes the file, unless another one stands there now.</summary>
    public void RemoveOwn()
    {
        if (FileIdentity.Of(_path) != _identity)
        {
            return;
        }

        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The directory was taken from us meanwhile. Who listens here next takes the stale file over.
        }
    }

    private static void Bind(UnixEndpoint endpoint, SafeSocketHandle handle)
    {
        var error = TryBind(endpoint, handle);
        if (error == LinuxError.AddressInUse)
        {
            RemoveStale(endpoint);
            error = TryBind(endpoint, handle);
        }

        switch (error)
        {
            case LinuxError.None:
                return;
            case LinuxError.AddressInUse:
                throw InUse(endpoint);
            case LinuxError.NoEntry or LinuxError.NotADirectory:
                throw new EndpointException(endpoint.ToString(), EndpointFault.NoDirectory, $"{endpoint} cannot be listened on: the directory '{Path.GetDirectoryName(endpoint.Path)}' does not exist.");
            case LinuxError.AccessDenied or LinuxError.ReadOnly or LinuxError.NotPermitted:
                throw new EndpointException(endpoint.ToString(), EndpointFault.AccessDenied, $"{endpoint} cannot be listened on: this user may not write to the directory '{Path.GetDirectoryName(endpoint.Path)}'.");
            default:
                throw Failed(endpoint, Marshal.GetPInvokeErrorMessage((int)error));
        }
    }

    private static void Prepare(UnixEndpoint endpoint, ListenOptions options)
    {
        try
        {
            // Held, since in a directory that others may write to another file may stand at the path by now, or a link to one of ours.
            using var place = Libc.OpenPlace(endpoint.Path);
            if (Libc.Stat(place) is not { IsSocket: true } status || status.UserId != Libc.EffectiveUserId())
            {
                throw Failed(endpoint, "something else was put in the place of its socket file");
            }

            if (options.Group is { } name)
            {
                var group = FileGroup.Find(name) ?? throw Failed(endpoint, $"there is no group '{name}'; 'getent group' lists those there are");
                var errno = FileGroup.Change(place, group);
                if (errno != Errno.None)
                {
                    throw Failed(endpoint, $"its file cannot be given to group '{name}' ({errno})");
                }
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode($"/proc/self/fd/{place.DangerousGetHandle()}", options.Mode);
            }
        }
        catch (Exception e)
        {
            File.Delete(endpoint.Path);
            if (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw Failed(endpoint, $"its file cannot have mode {Convert.ToString((int)options.Mode, 8)}: {e.Message.TrimEnd('.')}");
            }

            throw;
        }
    }

    private static LinuxError TryBind(UnixEndpoint endpoint, SafeSocketHandle handle)
    {
        Span<byte> address = stackalloc byte[AddressLength];
        address.Clear();
        BitConverter.TryWriteBytes(address, (ushort)Family);
        Encoding.UTF8.GetBytes(endpoint.Path, address[sizeof(ushort)..]);
        return Bind(handle, address, AddressLength) == 0 ? LinuxError.None : (LinuxError)Marshal.GetLastPInvokeError();
    }

    private static void RemoveStale(UnixEndpoint endpoint)
    {
        if (FileIdentity.Of(endpoint.Path) is not { } found)
        {
            return;
        }

        if (!found.IsSocket)
        {
            throw NotASocket(endpoint, "listened on");
        }

        if (IsAlive(endpoint))
        {
            throw InUse(endpoint);
        }

        // Somebody else may have taken it over since.
        if (FileIdentity.Of(endpoint.Path) == found)
        {
            Remove(endpoint);
        }
    }

    private static bool IsAlive(UnixEndpoint endpoint)
    {
        // Asked first, because to connect would be to take the one place that an original Limpet has for its peer.
        if (ProcNetUnix.HasListener(endpoint.Path))
        {
            return true;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        probe.Blocking = false;
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(endpoint.Path));
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }

    private static EndpointException InUse(UnixEndpoint endpoint)
        => new(endpoint.ToString(), EndpointFault.AddressInUse, $"{endpoint} is in use: somebody listens there already.");

    private static EndpointException NotASocket(UnixEndpoint endpoint, string what)
        => new(endpoint.ToString(), EndpointFault.NotASocket, $"{endpoint} cannot be {what}: something stands there that is no socket, and is left alone.");

    private static EndpointException Failed(UnixEndpoint endpoint, string why)
        => new(endpoint.ToString(), EndpointFault.CannotListen, $"{endpoint} cannot be listened on: {why}.");

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial nint NewSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(SafeSocketHandle socket, ReadOnlySpan<byte> address, int length);

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    private static partial int Listen(SafeSocketHandle socket, int backlog);
}
