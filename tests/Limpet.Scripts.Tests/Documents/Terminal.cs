using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Limpet.Scripts.Tests.Help;
using Limpet.Shell.Hosting;

namespace Limpet.Scripts.Tests.Documents;

/// <summary>A session that somebody types into, one command after another; a command may still run while another session goes on.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly CapturingHost _host = new();
    private readonly Runspace _session;
    private PowerShell? _shell;
    private IAsyncResult? _running;
    private int _printedBefore;

    public Terminal()
    {
        var state = ShellRunspace.CreateSessionState();
        state.ImportPSModule([TestPaths.Module]);
        _session = RunspaceFactory.CreateRunspace(_host, state);
        _session.Open();
        foreach (var helpers in new[] { Path.Combine(TestPaths.PesterScripts, "Support.ps1"), Path.Combine(TestPaths.RepoRoot, "tests/Limpet.Scripts.Tests/Help/Prelude.ps1") })
        {
            Type($". '{helpers}'");
            Printed();
        }
    }

    /// <summary>Begins a command, as at a prompt: errors are printed.</summary>
    public void Type(string command)
    {
        _printedBefore = _host.Printed.Length;
        _shell = PowerShell.Create(_session);
        _shell.AddScript(
            $$"""
            . {
            {{command}}
            } 2>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { "$($_.InvocationInfo.MyCommand): $_" } else { $_ } } | Out-Default
            """,
            useLocalScope: false);
        _running = _shell.BeginInvoke();
    }

    /// <summary>Waits until the command has ended, and gives what it printed.</summary>
    public string Printed()
    {
        if (_shell is null)
        {
            return "";
        }

        if (!_running!.AsyncWaitHandle.WaitOne(s_patience))
        {
            _shell.Stop();
            Assert.Fail($"A command did not end within {s_patience.TotalSeconds} s. It had printed: {_host.Printed[_printedBefore..Math.Min(_host.Printed.Length, _printedBefore + 2000)]}");
        }

        try
        {
            _shell.EndInvoke(_running);
        }
        catch (RuntimeException e)
        {
            // A prompt prints that too.
            _host.UI.WriteLine($"{e.ErrorRecord.InvocationInfo?.MyCommand}: {e.ErrorRecord}");
        }

        Assert.True(_shell.Streams.Error.Count == 0, string.Join("; ", _shell.Streams.Error));
        _shell.Dispose();
        _shell = null;
        return _host.Printed[_printedBefore..];
    }

    public void Dispose()
    {
        _shell?.Stop();
        _shell?.Dispose();
        _session.Dispose();
    }
}
