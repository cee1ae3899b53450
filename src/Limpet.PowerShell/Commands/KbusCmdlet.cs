using System.Management.Automation;
using System.Management.Automation.Runspaces;

using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Messages;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Messages;
using Limpet.PowerShell.Sessions;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// What every cmdlet of the module shares: Ctrl+C cancels what it waits for, what the bus refuses becomes an ErrorRecord, and what it opened for
/// itself is closed however the call ends.
/// </summary>
public abstract class KbusCmdlet : PSCmdlet, IDisposable
{
    /// <summary>How many messages a Ksock of the call's own may queue: the bus's own 100 loses messages when they come faster than a pipeline takes them.</summary>
    private protected const uint RoomForBursts = 10_000;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Stack<IDisposable> _owned = [];
    private Action<string>? _tellDebug;
    private bool _hasDebugAlone;

    /// <summary>Cancelled by Ctrl+C, and by whatever else stops the pipeline.</summary>
    private protected CancellationToken StopToken => _stopping.Token;

    /// <summary>What the module holds for the session that the call belongs to.</summary>
    private protected static ModuleSession Session => ModuleSession.Current;

    /// <summary>Whether verbose lines are wanted, so that none is put into words for each message that nobody will see.</summary>
    private protected bool TellsVerbose { get; private set; }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        TellsVerbose = IsWanted("Verbose", "VerbosePreference");
        _tellDebug = IsWanted("Debug", "DebugPreference") ? WriteDebug : null;
        _hasDebugAlone = MyInvocation.BoundParameters.TryGetValue("Debug", out var given) && given is SwitchParameter { IsPresent: true } && !MyInvocation.BoundParameters.ContainsKey("Verbose");
        using var trace = CallTrace.To(_tellDebug);
        OrEnd(target: null, Begin);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        using var trace = CallTrace.To(_tellDebug);
        Process();
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        using var trace = CallTrace.To(_tellDebug);
        End();
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ended on its own while Ctrl+C was on its way.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What happens before the first input; what fails here ends the call.</summary>
    private protected virtual void Begin()
    {
    }

    /// <summary>What happens for each input.</summary>
    private protected abstract void Process();

    /// <summary>What happens after the last input, unless the pipeline was stopped.</summary>
    private protected virtual void End()
    {
    }

    /// <summary>Closes what the call opened for itself.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
        {
            return;
        }

        while (_owned.TryPop(out var resource))
        {
            resource.Dispose();
        }

        _stopping.Dispose();
    }

    /// <summary>Has it closed when the call ends.</summary>
    private protected T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Push(resource);
        return resource;
    }

    /// <summary>Writes a verbose line. With -Debug alone the engine would ask before each whether to go on, so those that are wanted all the same are debug lines then.</summary>
    private protected new void WriteVerbose(string text)
    {
        if (!_hasDebugAlone)
        {
            base.WriteVerbose(text);
        }
        else if (TellsVerbose)
        {
            WriteDebug(text);
        }
    }

    /// <summary>Does something for one input: a failure is written as an error about it, and the next input has its turn.</summary>
    private protected void OrReport(object? target, Action work)
    {
        try
        {
            work();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception failure) when (ErrorRecords.TryDescribe(failure, target, out var record))
        {
            WriteError(record);
        }
    }

    /// <summary>Does something that the whole call needs: a failure ends it.</summary>
    private protected void OrEnd(object? target, Action work)
    {
        try
        {
            work();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception failure) when (ErrorRecords.TryDescribe(failure, target, out var record))
        {
            ThrowTerminatingError(record);
        }
    }

    /// <summary>Ends the call with an error that is found before anything is asked of a bus.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private protected void Refuse(ErrorId errorId, ErrorCategory category, object? target, string text)
    {
        ThrowTerminatingError(ErrorRecords.Make(errorId, category, target, text));
        throw new PipelineStoppedException();
    }

    /// <summary>Ends the call where a Ksock that it was given is a job's, which would read what the call waits for.</summary>
    private protected void RefuseHeld(Ksock? ksock)
    {
        if (ksock is { IsOpen: true, HeldBy: { } job })
        {
            Refuse(ErrorId.KsockTaken, ErrorCategory.ResourceBusy, ksock, $"{ksock.Description} is that of {job} since Register-KbusReplier took it, and can be used for nothing else; open another one.");
        }
    }

    /// <summary>Opens a bus and says, where the user wants to hear it, which one the number means.</summary>
    private protected IKsock OpenBus(int device, KbusBackend backend, bool canWrite = true)
    {
        IKsock ksock;
        try
        {
            ksock = Session.Buses.Open(device, backend, canWrite);
        }
        catch (KbusException refusal)
        {
            CallTrace.Tell?.Invoke($"open bus {device}, {Sought(device, backend)}: {refusal.Errno}");
            throw;
        }

        CallTrace.Tell?.Invoke($"open bus {device}, {Sought(device, backend)}: {ksock.Bus}, Ksock {ksock.Id}{(canWrite ? "" : ", for reading")}");
        WriteVerbose($"-Kbus {device} is {(Session.Buses.IsPrivate(device, backend) ? $"the private bus {device} of this session" : ksock.Bus)}; this is Ksock {ksock.Id} on it.");
        return ksock;
    }

    /// <summary>Reads an endpoint. A path that does not begin at the root begins where PowerShell stands, as for every cmdlet; ~ is the home directory.</summary>
    /// <exception cref="EndpointException">The text is none.</exception>
    private protected Endpoint ParseEndpoint(string text)
    {
        const string UnixPrefix = "unix:";
        var path = text.StartsWith(UnixPrefix, StringComparison.Ordinal) ? text[UnixPrefix.Length..] : text.StartsWith('.') || text.StartsWith('~') ? text : "";
        var endpoint = Endpoint.Parse(path.Length == 0 || path.StartsWith('/') ? text : UnixPrefix + GetUnresolvedProviderPathFromPSPath(path));
        CallTrace.Tell?.Invoke($"endpoint '{text}' is {endpoint}");
        return endpoint;
    }

    /// <summary>Binds names on a Ksock that is kept or the call's own.</summary>
    private protected static void BindAll(Ksock ksock, IEnumerable<string> names, BindingKind kind)
    {
        foreach (var name in names)
        {
            ksock.Bind(name, kind);
            Session.Names.Add(name);
        }
    }

    /// <summary>
    /// Runs a script block of the user's where the call was made, with a message as <c>$_</c>, and gives what it puts out. What goes wrong in it and does not end it is
    /// written as an error of the call.
    /// </summary>
    /// <exception cref="RuntimeException">It ended by an error.</exception>
    private protected List<PSObject?> Run(ScriptBlock block, KbusMessageInfo message)
        => RunMerged(". { ForEach-Object -InputObject $args[0] -Process $args[1] } $args[0] $args[1] 2>&1", message, block);

    /// <summary>Runs a script block of the user's in the scope of the call, as <see cref="Run(ScriptBlock, KbusMessageInfo)"/> does.</summary>
    /// <exception cref="RuntimeException">It ended by an error.</exception>
    private protected List<PSObject?> Run(ScriptBlock block) => RunMerged(". $args[0] 2>&1", block);

    /// <summary>Says which Requests were taken and not answered; KBUS answers them Ignored once their Ksock is closed.</summary>
    private protected void WarnOfUnanswered(MessageChannel closed)
    {
        if (Unanswered.Describe(closed.Unanswered) is not { } text)
        {
            return;
        }

        try
        {
            WriteWarning(text);
        }
        catch (PipelineStoppedException) when (IsWanted("WarningAction", "WarningPreference"))
        {
            // Ctrl+C has closed the pipeline's own streams, and it is the usual way to end here.
            Host.UI.WriteWarningLine(text);
        }
    }

    // The engine's own ways of running a block write its errors past the call, where neither 2> nor -ErrorVariable finds them.
    private List<PSObject?> RunMerged(string script, params object[] arguments)
    {
        var output = new List<PSObject?>();
        foreach (var item in InvokeCommand.InvokeScript(script, useNewScope: false, PipelineResultTypes.None, input: null, arguments))
        {
            if (item?.BaseObject is ErrorRecord record)
            {
                WriteError(record);
            }
            else
            {
                output.Add(item);
            }
        }

        return output;
    }

    private static string Sought(int device, KbusBackend backend)
        => $"-Backend {backend}, LIMPET_BACKEND {Environment.GetEnvironmentVariable("LIMPET_BACKEND") ?? "not set"}, /dev/kbus{device} {(File.Exists($"/dev/kbus{device}") ? "exists" : "does not exist")}";

    // As the engine decides it for each line: the switch, or the action, that the call was given, else the variable where it was made.
    private bool IsWanted(string parameter, string variable)
    {
        var preference = MyInvocation.BoundParameters.TryGetValue(parameter, out var given) ? given : GetVariableValue(variable);
        return preference is SwitchParameter on
            ? on
            : LanguagePrimitives.TryConvertTo<ActionPreference>(preference, out var action) && action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }
}
