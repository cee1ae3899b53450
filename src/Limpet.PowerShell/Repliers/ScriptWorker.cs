using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

using Limpet.PowerShell.Jobs;
using Limpet.PowerShell.Messages;
using Limpet.PowerShell.Sessions;

using Script = System.Management.Automation.PowerShell;

namespace Limpet.PowerShell.Repliers;

/// <summary>A session of its own in which a replier's script is run, for one Request at a time, on the caller's thread.</summary>
internal sealed class ScriptWorker : IDisposable
{
    private readonly ReplierScript _script;
    private readonly Job _job;
    private readonly Runspace _runspace;
    private readonly Lock _gate = new();
    private Script? _running;
    private bool _stopped;

    /// <summary>Makes the session; <see cref="Open"/> opens it.</summary>
    /// <param name="script">What it runs.</param>
    /// <param name="job">Whose streams the script writes to.</param>
    /// <param name="session">The session that the replier was registered in, whose private buses are the worker's too.</param>
    public ScriptWorker(ReplierScript script, Job job, ModuleSession session)
    {
        _script = script;
        _job = job;
        _runspace = RunspaceFactory.CreateRunspace(script.SessionState);
        session.Extend(_runspace);
    }

    /// <summary>Opens the session, where the caller stands and with the caller's preferences, and runs the initialization.</summary>
    /// <exception cref="RuntimeException">The initialization failed.</exception>
    public void Open()
    {
        _runspace.Open();
        foreach (var (variable, preference) in _script.Preferences)
        {
            _runspace.SessionStateProxy.SetVariable(variable, preference);
        }

        _runspace.SessionStateProxy.Path.SetLocation(_script.Location);
        if (_script.Initialization is { } initialization)
        {
            Invoke(initialization, localScope: false);
        }
    }

    /// <summary>Runs the script with the Request as <c>$_</c>, and gives what it puts out.</summary>
    /// <exception cref="RuntimeException">The script failed, or was stopped.</exception>
    public Collection<PSObject> Run(KbusMessageInfo request)
    {
        _runspace.SessionStateProxy.SetVariable("_", request);
        return Invoke(_script, localScope: true);
    }

    /// <summary>Stops what runs, and whatever would run from now on. Does not wait.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            _running?.BeginStop(callback: null, state: null);
        }
    }

    /// <summary>Closes the session.</summary>
    public void Dispose() => _runspace.Dispose();

    private Collection<PSObject> Invoke(ReplierScript script, bool localScope)
    {
        using var running = Script.Create();
        running.Runspace = _runspace;
        running.AddScript(script.Text, localScope);
        if (script.Using is not null)
        {
            running.AddParameter(UsingValues.Parameter, script.Using);
        }

        foreach (var argument in script.Arguments)
        {
            running.AddArgument(argument);
        }

        JobStream.Connect(running.Streams, _job);
        lock (_gate)
        {
            if (_stopped)
            {
                throw new PipelineStoppedException();
            }

            _running = running;
        }

        try
        {
            return running.Invoke();
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
            }
        }
    }
}
