using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Limpet.Pester.Commands;

namespace Limpet.Pester.Running;

/// <summary>A session of the engine in which one file is run, and what is known of the file so far.</summary>
internal sealed class PesterSession : IDisposable
{
    private readonly string _path;
    private readonly PesterOptions _options;
    private readonly List<string> _errors = [];
    private readonly Runspace _runspace;
    private readonly TestDriveFolder _drive = new();
    private readonly Discovery _discovery = new();
    private readonly StepTimer _timer;
    private PowerShell? _running;

    public PesterSession(string path, PesterOptions options)
    {
        _path = path;
        _options = options;
        _timer = new StepTimer(options.StepTimeout, () => _running?.BeginStop(callback: null, state: null));
        var host = new PesterHost(_discovery);
        var state = options.CreateSessionState();
        state.ThreadOptions = PSThreadOptions.ReuseThread;
        CommandTable.AddTo(state, host);
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        Host = host;
    }

    /// <summary>Told of each test as its result is known.</summary>
    public Action<PesterTestResult>? Finished { get; init; }

    public IReadOnlyList<PesterTest> Tests => [.. _discovery.Tests.Select(t => t.Test)];

    public IReadOnlyList<string> Errors => _errors;

    private PesterHost Host { get; }

    /// <summary>Imports the modules, and runs the file to find its tests.</summary>
    public void Discover()
    {
        foreach (var module in _options.Modules)
        {
            Invoke("importing the module", ps => ps.AddCommand("Import-Module").AddParameter("Name", module).AddParameter("ErrorAction", "Stop"));
        }

        if (_errors.Count > 0)
        {
            return;
        }

        Invoke("looking for tests", ps => ps.AddScript("param($path) try { & $path } catch { $__LimpetPester.Error = $_ }").AddArgument(_path));
        if (Host.TakeError() is { } error)
        {
            _errors.Add(ErrorText.Of(error));
        }

        if (_errors.Count == 0 && _discovery.Tests.Count == 0)
        {
            _errors.Add($"'{_path}' has no tests.");
        }
    }

    /// <summary>Runs the tests that were found.</summary>
    public void Run()
    {
        var run = new TestRun(Host, _drive, _timer, _errors, result => Finished?.Invoke(result));
        Host.Phase = PesterPhase.Run;
        Host.Next = run.Begin(_discovery.Root);
        Invoke("the tests", ps => ps.AddCommand(CommandTable.StepCommand), ownTimer: true);
    }

    /// <summary>The results, those of tests that never ran included.</summary>
    public PesterFileResult Conclude()
    {
        if (_timer.Exceeded is { } exceeded)
        {
            _errors.Insert(0, exceeded);
        }

        foreach (var test in _discovery.Tests.Where(t => t.Result is null))
        {
            var reason = _errors.Count > 0 ? _errors[0] : "The run ended before this test; its script may have called exit.";
            test.Result = new PesterTestResult(test.Test, PesterOutcome.NotRun, TimeSpan.Zero, reason);
            Finished?.Invoke(test.Result);
            if (_errors.Count == 0)
            {
                _errors.Add(reason);
            }
        }

        return new PesterFileResult([.. _discovery.Tests.Select(t => t.Result!)], [.. _errors]);
    }

    public void Dispose()
    {
        Invoke("removing the modules", ps => ps.AddCommand("Get-Job").AddCommand("Stop-Job"));
        Invoke("removing the modules", ps => ps.AddCommand("Get-Module").AddCommand("Remove-Module").AddParameter("Force"));
        _runspace.Dispose();
        _timer.Dispose();
        _drive.Dispose();
    }

    private void Invoke(string step, Action<PowerShell> build, bool ownTimer = false)
    {
        using var ps = PowerShell.Create(_runspace);
        build(ps);
        Host.WrittenErrors = ps.Streams.Error;
        _running = ps;
        try
        {
            if (!ownTimer)
            {
                _timer.Begin(step);
            }

            ps.Invoke();
        }
        catch (RuntimeException e)
        {
            _errors.Add($"While {step}: {ErrorText.Of(e.ErrorRecord)}");
        }
        finally
        {
            _timer.End();
            _running = null;
        }
    }
}
