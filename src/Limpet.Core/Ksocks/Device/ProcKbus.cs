using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks.Device;

/// <summary>What the kernel module shows of its devices under <c>/proc/kbus</c> (kbus.md 7).</summary>
public static class ProcKbus
{
    /// <summary>Where the kernel module shows it.</summary>
    public const string DefaultDirectory = "/proc/kbus";

    /// <summary>Whether the kernel module is there to show it.</summary>
    /// <param name="directory">Where <c>bindings</c> is.</param>
    public static bool Exists(string directory = DefaultDirectory) => File.Exists(Path.Combine(directory, "bindings"));

    /// <summary>The bindings of one device, newest first.</summary>
    /// <param name="device">0 to 255.</param>
    /// <param name="directory">Where <c>bindings</c> is.</param>
    /// <exception cref="KbusException">The file is not there (ENOENT), may not be read (EACCES), or is not of that format (EIO).</exception>
    public static IReadOnlyList<ProcBinding> Bindings(int device, string directory = DefaultDirectory)
    {
        var path = Path.Combine(directory, "bindings");
        try
        {
            return [.. ProcBindings.Parse(Read(path, device)).Where(binding => binding.Device == device)];
        }
        catch (FormatException e)
        {
            throw new KbusException(Errno.EIO, KsockOperation.Query, $"'{path}' cannot be understood. {e.Message.TrimEnd('.')}", device, e);
        }
    }

    /// <summary>The text of <c>stats</c>, for people: its layout is no promise of the kernel module's.</summary>
    /// <param name="device">The device on whose behalf it is read, for errors; the text tells of all devices.</param>
    /// <param name="directory">Where <c>stats</c> is.</param>
    /// <exception cref="KbusException">The file is not there (ENOENT), or may not be read (EACCES).</exception>
    public static string Stats(int device, string directory = DefaultDirectory) => Read(Path.Combine(directory, "stats"), device);

    private static string Read(string path, int device)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KbusException(Errno.ENOENT, KsockOperation.Query, $"There is no '{path}'; the kbus kernel module makes it when it is loaded, and of a device that another user's program serves nothing tells who is bound", device, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new KbusException(Errno.EACCES, KsockOperation.Query, $"No permission to read '{path}'", device, e);
        }
    }
}
