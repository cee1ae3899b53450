using System.Diagnostics;
using System.Globalization;

namespace Limpet.Soak.Faults;

/// <summary>
/// A disk of a quarter of a megabyte that one process alone sees, in a mount namespace of its own; it is gone with the process. From outside it is filled and emptied by way of the process's own root.
/// </summary>
/// <param name="processId">Whose.</param>
/// <param name="directory">Where it is mounted.</param>
internal sealed class SmallDisk(int processId, string directory)
{
    private const string Mount = "mount -t tmpfs -o size=256k,mode=0700 limpet-soak \"$0\" && exec \"$@\"";

    private readonly string _seen = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/root{directory}");

    private string Filler => Path.Combine(_seen, "filler");

    /// <summary>Whether this system lets such disks be made, which takes root.</summary>
    public static bool CanBeMade(string directory)
    {
        var (program, arguments) = Before(directory, ["true"]);
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true };
        using var trial = Process.Start(start)!;
        trial.StandardError.ReadToEnd();
        trial.WaitForExit();
        return trial.ExitCode == 0;
    }

    /// <summary>The command that runs a program with such a disk.</summary>
    /// <param name="directory">Where it is mounted; a directory that is there.</param>
    /// <param name="command">The program, and its arguments.</param>
    public static (string Program, string[] Arguments) Before(string directory, string[] command) => ("unshare", ["--mount", "sh", "-c", Mount, directory, .. command]);

    /// <summary>The files on it with their lengths, which change as they are written to; nothing where the process has ended.</summary>
    public string Describe()
    {
        try
        {
            return string.Join(' ', new DirectoryInfo(_seen).GetFiles().OrderBy(file => file.Name, StringComparer.Ordinal).Select(Describe));
        }
        catch (DirectoryNotFoundException)
        {
            return "";
        }
    }

    /// <summary>The name of the last of the files on it.</summary>
    public string Newest => new DirectoryInfo(_seen).GetFiles().Select(file => file.Name).Max(StringComparer.Ordinal)!;

    /// <summary>The lines of a file on it, as it is now.</summary>
    public string[] ReadLines(string name)
    {
        using var file = new StreamReader(new FileStream(Path.Combine(_seen, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return file.ReadToEnd().Split('\n');
    }

    /// <summary>Leaves no room on it.</summary>
    public void Fill()
    {
        var zeros = new byte[4096];
        try
        {
            using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            while (true)
            {
                file.Write(zeros);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Clear() => File.Delete(Filler);

    // One that is rolled away just then has no length.
    private static string Describe(FileInfo file) => string.Create(CultureInfo.InvariantCulture, $"{file.Name}:{(file.Exists ? file.Length : 0)}");
}
