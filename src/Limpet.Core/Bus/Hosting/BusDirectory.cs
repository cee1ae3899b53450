using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Native;

namespace Limpet.Core.Bus.Hosting;

/// <summary>
/// Where the sockets of a user's embedded buses are: <c>$XDG_RUNTIME_DIR/limpet</c>, else <c>limpet-UID</c> under the temporary directory. It is the
/// user's own, with mode 0700; anything else there is refused, since whoever can write to it could pose as a bus.
/// </summary>
internal sealed class BusDirectory
{
    // sun_path has 108 bytes, the last of them zero.
    private const int LongestSocketPath = 107;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private BusDirectory(string path) => Path = path;

    public string Path { get; }

    /// <summary>Which directory the environment asks for at this moment.</summary>
    public static string DefaultPath
    {
        get
        {
            var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
            return !string.IsNullOrEmpty(runtime) && Directory.Exists(runtime)
                ? System.IO.Path.Combine(System.IO.Path.GetFullPath(runtime), "limpet")
                : System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"limpet-{Libc.EffectiveUserId()}");
        }
    }

    /// <summary>Makes the directory where it is not there, and checks that it is the user's own.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="device">The device it is wanted for.</param>
    /// <exception cref="KbusException">It cannot be made (EIO), is not the user's own, or stands where everybody may replace it (EACCES).</exception>
    public static BusDirectory Prepare(string path, int device)
    {
        // With a separator or a dot at its end it would be looked at beyond a link, and its parent would be itself.
        path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        CheckParent(path, device);
        try
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KbusException(Errno.EIO, KsockOperation.Open, $"The directory '{path}' for the embedded buses cannot be made: {e.Message}", device, e);
        }

        var status = Libc.Stat(path);
        var user = Libc.EffectiveUserId();
        if (status is not { IsDirectory: true } found || found.UserId != user || (found.Permissions & 0x3F) != 0)
        {
            var what = status is not { } s ? "is gone" : !s.IsDirectory ? "is no directory" : $"belongs to user {s.UserId} with mode {Convert.ToString(s.Permissions, 8)}";
            throw new KbusException(
                Errno.EACCES,
                KsockOperation.Open,
                $"'{path}', where the embedded buses are, {what}; expected a directory of user {user} with mode 700. Remove it, or set XDG_RUNTIME_DIR to another directory",
                device);
        }

        if ((found.Permissions & (int)OwnerOnly) != (int)OwnerOnly)
        {
            // It was made under a umask that takes the owner's own permissions.
            File.SetUnixFileMode(path, OwnerOnly);
        }

        var directory = new BusDirectory(path);
        var bytes = System.Text.Encoding.UTF8.GetByteCount(directory.SocketPath(255));
        return bytes <= LongestSocketPath
            ? directory
            : throw new KbusException(
                Errno.ENAMETOOLONG,
                KsockOperation.Open,
                $"The path '{directory.SocketPath(255)}' has {bytes} bytes, and a socket's path at most {LongestSocketPath}; set XDG_RUNTIME_DIR to a shorter one",
                device);
    }

    // In a directory where everybody may rename everything, what was looked at is not what is used.
    private static void CheckParent(string path, int device)
    {
        const UnixFileMode Everybody = UnixFileMode.OtherWrite;
        const UnixFileMode Sticky = UnixFileMode.StickyBit;
        var parent = System.IO.Path.GetDirectoryName(path) ?? "/";
        if (Directory.Exists(parent) && File.GetUnixFileMode(parent) is var mode && (mode & (Everybody | Sticky)) == Everybody)
        {
            throw new KbusException(
                Errno.EACCES,
                KsockOperation.Open,
                $"'{path}', where the embedded buses are, stands in a directory in which every user may put another in its place (mode {Convert.ToString((int)mode, 8)}); expected a sticky one, such as mode 1777. Mend it, or set XDG_RUNTIME_DIR to another directory",
                device);
        }
    }

    public string SocketPath(int device) => System.IO.Path.Combine(Path, $"kbus{device}.sock");

    public string LockPath(int device) => System.IO.Path.Combine(Path, $"kbus{device}.lock");
}
