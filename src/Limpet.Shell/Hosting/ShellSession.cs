using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Limpet.Shell.Commands;

namespace Limpet.Shell.Hosting;

/// <summary>
/// Runs commands, one at a time, and prints what they give. <see cref="Stop"/> and <see cref="End"/> may be called from any thread.
/// </summary>
public sealed class ShellSession : IDisposable
{
    private static readonly TimeSpan PatienceWithCommand = TimeSpan.FromSeconds(10);

    private readonly Runspace _runspace;
    private readonly Lock _gate = new();
    private readonly Stack<PowerShell> _running = [];
    private readonly Lock _endGate = new();
    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private bool _ending;
    private bool _ended;

    private ShellSession(ShellHost host, Runspace runspace)
    {
        Host = host;
        _runspace = runspace;
    }

    /// <summary>The host of the session.</summary>
    public ShellHost Host { get; }

    /// <summary>Opens a session.</summary>
    public static ShellSession Open(bool nonInteractive)
    {
        EngineInternals.BreakLinesBetweenWords();
        var host = new ShellHost(nonInteractive);
        var session = new ShellSession(host, ShellRunspace.Open(host));
        if (ShellTerminal.NoColor)
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }

        return session;
    }

    /// <summary>Imports the Limpet module that stands beside the shell; false when that failed, the error having been printed.</summary>
    public bool ImportLimpet()
    {
        if (!File.Exists(ShellRunspace.LimpetManifest))
        {
            Host.UI.WriteErrorLine(
                $"The Limpet module is not beside the shell: '{ShellRunspace.LimpetManifest}' does not exist. The build puts it there.");
            return false;
        }

        // An error while importing does not always end the import; a shell without its module is no success either way.
        return Run(ps => ps.AddCommand("Import-Module").AddParameter("Name", ShellRunspace.LimpetManifest).AddParameter("ErrorAction", "Stop"))
            == CommandOutcome.Succeeded;
    }

    /// <summary>Runs <paramref name="text"/> at the session's top scope, as typed at the prompt.</summary>
    public CommandOutcome Run(string text) => Run(ps => ps.AddScript(text, useLocalScope: false), addToHistory: true);

    /// <summary>Runs <paramref name="text"/> at the session's top scope, and tells whether its last command succeeded.</summary>
    public CommandOutcome RunAndJudge(string text)
    {
        Host.LastCommandSucceeded = true;
        var outcome = Run(ps => ps.AddScript(WithJudgement(text), useLocalScope: false));
        return outcome == CommandOutcome.Succeeded && !Host.LastCommandSucceeded ? CommandOutcome.LastCommandFailed : outcome;
    }

    /// <summary>
    /// Runs the script at <paramref name="path"/> with what followed it on the command line. It runs as the statement that a user would
    /// type, since its <c>exit</c> is told from a failing program at its end by <c>$?</c> alone.
    /// </summary>
    public CommandOutcome RunFile(string path, IEnumerable<string> arguments) => RunAndJudge(ScriptCall.TextOf(path, arguments));

    /// <summary>The prompt: what the function <c>prompt</c> gives, or a plain one when it fails or gives nothing.</summary>
    public string Prompt()
    {
        const string Plain = "PS> ";
        using var ps = Create();
        ps.AddScript("prompt", useLocalScope: false);
        try
        {
            var text = ps.Invoke().LastOrDefault()?.ToString();
            return string.IsNullOrEmpty(text) ? Plain : text;
        }
        catch (RuntimeException e)
        {
            Host.UI.WriteErrorLine($"The function 'prompt' failed: {e.Message}");
            return Plain;
        }
    }

    /// <summary>What may stand at <paramref name="cursor"/> in <paramref name="text"/>, by the engine.</summary>
    public CommandCompletion Complete(string text, int cursor)
    {
        using var ps = Create();
        return CommandCompletion.CompleteInput(text, cursor, options: null, ps);
    }

    /// <summary>The value of a variable, null where there is none.</summary>
    public object? Variable(string name) => _runspace.SessionStateProxy.GetVariable(name);

    /// <summary>Sets a variable at the session's top scope.</summary>
    public void SetVariable(string name, object? value) => _runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>Stops the running command; false when there is none.</summary>
    public bool Stop()
    {
        // In the lock, so that the command is not disposed of meanwhile; BeginStop does not wait.
        lock (_gate)
        {
            if (!_running.TryPeek(out var running))
            {
                return false;
            }

            running.BeginStop(callback: null, state: null);
            return true;
        }
    }

    /// <summary>Stops what runs, ends the jobs, and removes the modules so that their OnRemove handlers run.</summary>
    public void End()
    {
        // Whoever comes second waits for the first: the process must not end in the middle of this.
        lock (_endGate)
        {
            if (!_ended)
            {
                _ended = true;
                CleanUp();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _runspace.Dispose();
        _idle.Dispose();
    }

    private void CleanUp()
    {
        lock (_gate)
        {
            _ending = true;
        }

        Stop();
        if (!_idle.Wait(PatienceWithCommand))
        {
            Host.UI.WriteErrorLine(
                $"The running command did not stop within {PatienceWithCommand.TotalSeconds} s; jobs and modules are left as they are.");
            return;
        }

        // Commands put together here start faster than a script that has to be compiled, and this is waited for at every end.
        Clean(ps => ps.AddCommand("Get-Job").AddCommand("Stop-Job"));
        Clean(ps => ps.AddCommand("Get-Module").AddCommand("Remove-Module").AddParameter("Force"));
    }

    private void Clean(Func<PowerShell, PowerShell> build)
    {
        using var ps = PowerShell.Create(_runspace);
        try
        {
            build(ps).Invoke();
            foreach (var error in ps.Streams.Error)
            {
                Host.UI.WriteErrorLine($"While ending: {error}");
            }
        }
        catch (RuntimeException e)
        {
            Host.UI.WriteErrorLine($"While ending: {e.Message}");
        }
    }

    private CommandOutcome Run(Action<PowerShell> build, bool addToHistory = false)
    {
        using var ps = Create();
        build(ps);
        ps.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        ps.AddCommand("Out-Default");
        if (!Enter(ps))
        {
            return CommandOutcome.Stopped;
        }

        try
        {
            Invoke(ps, addToHistory);
            return ps.InvocationStateInfo.State == PSInvocationState.Stopped ? CommandOutcome.Stopped : CommandOutcome.Succeeded;
        }
        catch (PipelineStoppedException)
        {
            return CommandOutcome.Stopped;
        }
        catch (IncompleteParseException e)
        {
            // The engine gives this one no position, and its view of errors prints nothing then.
            Host.UI.WriteErrorLine($"ParserError: {e.Message}");
            return CommandOutcome.Threw;
        }
        catch (RuntimeException e)
        {
            Print(e.ErrorRecord);
            return CommandOutcome.Threw;
        }
    }

    private void Invoke(PowerShell ps, bool addToHistory)
    {
        try
        {
            ps.Invoke(input: null, new PSInvocationSettings { AddToHistory = addToHistory });
        }
        finally
        {
            Leave();
            Host.ClearProgress();
        }
    }

    /// <summary>Prints an error as the engine prints those that commands write.</summary>
    private void Print(ErrorRecord error)
    {
        var item = PSObject.AsPSObject(error);
        EngineInternals.MarkAsError(item);

        using var ps = Create();
        ps.AddCommand("Out-Default");
        ps.Invoke(new[] { item });
    }

    // The engine forgets $? when a pipeline ends, so it is taken down by a statement of its own behind the last one. A text that is no list
    // of statements (it does not parse, or has begin, process and end blocks) is left as it is.
    private static string WithJudgement(string text)
    {
        var judged = text + "\n$Host.PrivateData.LastCommandSucceeded = $?";
        Parser.ParseInput(text, out _, out var errors);
        Parser.ParseInput(judged, out _, out var errorsOfJudged);
        return errors.Length == 0 && errorsOfJudged.Length == 0 ? judged : text;
    }

    private PowerShell Create()
    {
        lock (_gate)
        {
            if (_running.Count > 0)
            {
                return PowerShell.Create(RunspaceMode.CurrentRunspace);
            }
        }

        return PowerShell.Create(_runspace);
    }

    private bool Enter(PowerShell ps)
    {
        lock (_gate)
        {
            if (_ending)
            {
                return false;
            }

            _running.Push(ps);
            _idle.Reset();
            return true;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _running.Pop();
            if (_running.Count == 0)
            {
                _idle.Set();
            }
        }
    }
}
