using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks.Device;

/// <summary>What the kernel module shows of its devices under <c>/proc/kbus</c> (kbus.md 7).</summary>
public static class ProcKbus
{
    /// <summary>Where the kernel module shows it.</summary>
    public const string DefaultDirectory = "/proc/kbus";

    /// <summary>Where a program that serves devices shows the same of those.</summary>
    public const string ServedDirectory = "/run/kbus";

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
        return Parse(Read(path, device), device, path);
    }

    /// <summary>
    /// The bindings of a device, newest first, from <c>/run/kbus/bindings</c>, where a program that serves devices shows them; null where it shows nothing of
    /// that device.
    /// </summary>
    /// <param name="device">0 to 255.</param>
    /// <param name="directory">Where <c>bindings</c> is.</param>
    /// <exception cref="KbusException">The file is not of that format (EIO).</exception>
    public static IReadOnlyList<ProcBinding>? ServedBindings(int device, string directory = ServedDirectory)
    {
        var path = Path.Combine(directory, "bindings");
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody shows it, or whoever did was killed.
            return null;
        }

        return text.Split('\n').Contains(ProcBindings.Comment(device)) ? Parse(text, device, path) : null;
    }

    /// <summary>The text of <c>stats</c>, for people: its layout is no promise of the kernel module's.</summary>
    /// <param name="device">The device on whose behalf it is read, for errors; the text tells of all devices.</param>
    /// <param name="directory">Where <c>stats</c> is.</param>
    /// <exception cref="KbusException">The file is not there (ENOENT), or may not be read (EACCES).</exception>
    public static string Stats(int device, string directory = DefaultDirectory) => Read(Path.Combine(directory, "stats"), device);

    private static IReadOnlyList<ProcBinding> Parse(string text, int device, string path)
    {
        try
        {
            return [.. ProcBindings.Parse(text).Where(binding => binding.Device == device)];
        }
        catch (FormatException e)
        {
            throw new KbusException(Errno.EIO, KsockOperation.Query, $"'{path}' cannot be understood. {e.Message.TrimEnd('.')}", device, e);
        }
    }

    private static string Read(string path, int device)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KbusException(Errno.ENOENT, KsockOperation.Query, $"There is no '{path}'; the kbus kernel module makes it when it is loaded, and '{ServedDirectory}/bindings' does not tell of this device, which a process that could not show it there may serve", device, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new KbusException(Errno.EACCES, KsockOperation.Query, $"No permission to read '{path}'", device, e);
        }
    }
}
