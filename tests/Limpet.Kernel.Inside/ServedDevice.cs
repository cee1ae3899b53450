using System.Diagnostics;

namespace Limpet.Core.Tests.Device;

/// <summary>A device that a process of its own serves, to be killed; see tests/Limpet.TestProcess.</summary>
public sealed class ServedDevice : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string? _ownDirectory;
    private readonly Process _server;

    /// <summary>Starts it, and waits until the device is there.</summary>
    /// <param name="number">The device.</param>
    /// <param name="directory">Where its bus is; a directory of its own unless told otherwise.</param>
    /// <param name="startedBy">A command that runs the rest of its line, and the arguments for it.</param>
    public ServedDevice(int number, string? directory = null, params string[] startedBy)
        : this(number, $"{number}", directory, startedBy)
    {
    }

    private ServedDevice(int number, string asked, string? directory, string[] startedBy)
    {
        Number = number;
        directory ??= _ownDirectory = Directory.CreateTempSubdirectory("limpet-served-").FullName;
        string[] command = [.. startedBy, "dotnet", Program, "serve", System.IO.Path.Combine(directory, "bus"), asked];
        _server = Start(command);
        Assert.Equal($"serving {Path}", NextLine(_server));
    }

    public int Number { get; }

    public int ProcessId => _server.Id;

    public string Path => $"/dev/kbus{Number}";

    private static string Program => System.IO.Path.Combine(AppContext.BaseDirectory, "Limpet.TestProcess.dll");

    /// <summary>Starts one whose node is to have that mode, in octal, and that group, or the system's; under a umask that would leave others nothing.</summary>
    public static ServedDevice WithNode(int number, string mode, string? group = null)
        => new(number, group is null ? $"{number}:{mode}" : $"{number}:{mode}:{group}", directory: null, ["sh", "-c", "umask 077; exec \"$@\"", "sh"]);

    /// <summary>How it stands with the files in <c>/run/kbus</c>.</summary>
    public string Files()
    {
        _server.StandardInput.WriteLine("files");
        return NextLine(_server)["files ".Length..];
    }

    /// <summary>What a process without any privilege says when it opens the device.</summary>
    public string OpenAsNobody() => OpenAs(["--regid=65534", "--clear-groups"]);

    /// <summary>What a process says when it opens the device that is nobody's and has those groups. It has a copy of the program, since it may not be let into where that is.</summary>
    /// <param name="groups">What setpriv is told of groups.</param>
    /// <param name="how">How it opens it: nothing, or <c>read</c>.</param>
    public string OpenAs(string[] groups, params string[] how)
    {
        var copy = Directory.CreateTempSubdirectory("limpet-nobody-");
        try
        {
            copy.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
            foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "Limpet.*"))
            {
                var place = System.IO.Path.Combine(copy.FullName, System.IO.Path.GetFileName(file));
                File.Copy(file, place);
                File.SetUnixFileMode(place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            }

            var program = System.IO.Path.Combine(copy.FullName, System.IO.Path.GetFileName(Program));
            using var process = Start(["setpriv", "--reuid=65534", .. groups, "dotnet", program, "open-device", $"{Number}", .. how]);
            var line = NextLine(process);
            Assert.True(process.WaitForExit(Patience));
            return line;
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    public void Kill()
    {
        _server.Kill();
        Assert.True(_server.WaitForExit(Patience));
    }

    /// <summary>Lets it end of itself, as a session does at <c>exit</c>.</summary>
    public void End()
    {
        _server.StandardInput.Close();
        Assert.True(_server.WaitForExit(Patience));
    }

    public void Dispose()
    {
        if (!_server.HasExited)
        {
            Kill();
        }

        _server.Dispose();
        if (_ownDirectory is not null)
        {
            Directory.Delete(_ownDirectory, recursive: true);
        }
    }

    private static Process Start(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        return Process.Start(start)!;
    }

    private static string NextLine(Process process)
    {
        var line = process.StandardOutput.ReadLineAsync();
        return line.Wait(Patience) ? line.Result ?? "(end of output)" : throw new TimeoutException("The process said nothing for 30 seconds.");
    }
}
