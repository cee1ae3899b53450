using System.Diagnostics;

namespace Limpet.Core.Tests.Hosting;

/// <summary>A process that has opened a bus; see tests/Limpet.TestProcess.</summary>
public sealed class BusProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    public BusProcess(string directory, int device)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Limpet.TestProcess.dll"));
        start.ArgumentList.Add(directory);
        start.ArgumentList.Add($"{device}");
        _process = Process.Start(start)!;
        Opened = NextLine();
    }

    /// <summary>What it said when it had opened the bus.</summary>
    public string Opened { get; }

    public int Id => _process.Id;

    public string NextLine()
    {
        var line = _process.StandardOutput.ReadLineAsync();
        return line.Wait(Patience) ? line.Result ?? "(end of output)" : throw new TimeoutException("The process said nothing for 30 seconds.");
    }

    /// <summary>Ends it as SIGKILL does: nothing of it runs any more.</summary>
    public void Kill()
    {
        _process.Kill();
        Assert.True(_process.WaitForExit(Patience));
    }

    /// <summary>Lets it end of its own will.</summary>
    public void EndInput() => _process.StandardInput.Close();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
