using System.Diagnostics;

namespace Limpet.Core.Tests.Device;

/// <summary>A device that a process of its own serves, to be killed; see tests/Limpet.TestProcess.</summary>
public sealed class ServedDevice : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("limpet-served-").FullName;
    private readonly Process _server;

    public ServedDevice(int number)
    {
        Number = number;
        _server = Start("dotnet", Program, "serve", System.IO.Path.Combine(_directory, "bus"), $"{number}");
        Assert.Equal($"serving {Path}", NextLine(_server));
    }

    public int Number { get; }

    public string Path => $"/dev/kbus{Number}";

    private static string Program => System.IO.Path.Combine(AppContext.BaseDirectory, "Limpet.TestProcess.dll");

    /// <summary>What a process without any privilege says when it opens the device.</summary>
    public string OpenAsNobody()
    {
        using var process = Start("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "dotnet", Program, "open-device", $"{Number}");
        var line = NextLine(process);
        Assert.True(process.WaitForExit(Patience));
        return line;
    }

    public void Kill()
    {
        _server.Kill();
        Assert.True(_server.WaitForExit(Patience));
    }

    public void Dispose()
    {
        if (!_server.HasExited)
        {
            Kill();
        }

        _server.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        return Process.Start(start)!;
    }

    private static string NextLine(Process process)
    {
        var line = process.StandardOutput.ReadLineAsync();
        return line.Wait(Patience) ? line.Result ?? "(end of output)" : throw new TimeoutException("The process said nothing for 30 seconds.");
    }
}
