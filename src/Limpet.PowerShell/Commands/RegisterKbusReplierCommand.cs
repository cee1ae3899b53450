using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Jobs;
using Limpet.PowerShell.Repliers;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// Register-KbusReplier: answers the Requests for names with a script block, as a background job, which is the output. The names are bound when it returns;
/// Stop-Job unbinds them. The script block runs in a session of its own with the Request as <c>$_</c>, and what it puts out is the Reply's data.
/// </summary>
[Cmdlet(VerbsLifecycle.Register, "KbusReplier", DefaultParameterSetName = KbusSet)]
[OutputType(typeof(ReplierJob))]
public sealed class RegisterKbusReplierCommand : KbusCmdlet
{
    private const string KbusSet = "Kbus";
    private const string KsockSet = "Ksock";
    private const int MostAtOnce = 100;

    private static readonly (string Parameter, string Variable)[] s_preferences =
    [
        ("ErrorAction", "ErrorActionPreference"),
        ("WarningAction", "WarningPreference"),
        ("InformationAction", "InformationPreference"),
        ("Verbose", "VerbosePreference"),
        ("Debug", "DebugPreference"),
    ];

    /// <summary>The number of the bus, 0 to 255.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = KbusSet)]
    [KbusNumber]
    [ArgumentCompleter(typeof(KbusNumberCompleter))]
    public int Kbus { get; set; }

    /// <summary>A Ksock of Open-Ksock to answer on, which is the job's from now on and closes with it. Announcements that it hears are passed over.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = KsockSet)]
    [ValidateNotNull]
    public Ksock? Ksock { get; set; }

    /// <summary>The names to be the replier for; wildcards too.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [MessageName(Wildcard = true)]
    [ArgumentCompleter(typeof(MessageNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>
    /// What answers a Request, which is <c>$_</c>: what it puts out is the data, as for Send-KbusMessage, but that several values are lines of text. An exception
    /// answers with a Reply that says so. It takes values from here with <c>$using:</c>, or as arguments, and has the preferences of its caller, or those given here
    /// as <c>-ErrorAction</c>, <c>-Verbose</c> and so on.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>The script block's arguments, for its <c>param()</c> or as <c>$args</c>.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    [Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    /// <summary>Runs before the first Request, in the same session, once in each; to define functions and import modules.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? InitializationScript { get; set; }

    /// <summary>How many Requests may be worked on at once, each in a session of its own. With 1 they are answered in their order.</summary>
    [Parameter]
    [ValidateRange(1, MostAtOnce)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>The job's name; <c>Replier</c> and its id without it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JobName { get; set; }

    /// <summary>Which kind of bus the number means.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = KbusSet)]
    public KbusBackend Backend { get; set; }

    private protected override void Process() => OrReport(Name, () =>
    {
        var script = MakeScript(ScriptBlock!, ArgumentList ?? [], InitializationScript is null ? null : MakeScript(InitializationScript, [], initialization: null));
        RefuseHeld(Ksock);
        var job = Ksock is null ? StartOnOwn(script) : StartOn(Ksock, script);
        if (JobName is not null)
        {
            job.Name = JobName;
        }

        if (Ksock is not null)
        {
            Ksock.HeldBy = job.Name;
        }

        JobRepository.Add(job);
        WriteObject(job);
    });

    private ReplierJob StartOnOwn(ReplierScript script)
    {
        var ksock = new Ksock(OpenBus(Kbus, Backend));
        try
        {
            ksock.SetMaxMessages(RoomForBursts);
            return StartOn(ksock, script);
        }
        catch
        {
            ksock.Dispose();
            throw;
        }
    }

    private ReplierJob StartOn(Ksock ksock, ReplierScript script)
    {
        if (!ksock.CanWrite)
        {
            throw new KbusException(Errno.EBADF, KsockOperation.Send, $"{ksock.Description} was opened for reading, and cannot answer", ksock.Kbus!.Value);
        }

        BindAllOrNone(ksock);
        Session.LetGo(ksock);
        return new ReplierJob(MyInvocation.Line.Trim(), ksock, script, ThrottleLimit, Session);
    }

    private void BindAllOrNone(Ksock ksock)
    {
        var bound = new Stack<string>();
        try
        {
            foreach (var name in Name.Where(name => ksock.Bind(name, BindingKind.Replier)))
            {
                bound.Push(name);
                Session.Names.Add(name);
            }
        }
        catch
        {
            while (bound.TryPop(out var name))
            {
                ksock.Unbind(name, BindingKind.Replier);
            }

            throw;
        }
    }

    private ReplierScript MakeScript(ScriptBlock script, IReadOnlyList<object?> arguments, ReplierScript? initialization) => new()
    {
        Text = script.ToString(),
        Using = UsingValues.Of(script, Evaluate),
        Arguments = [.. arguments.Select(OfAnySession)],
        Initialization = initialization,
        SessionState = WorkerSession.Make(Runspace.DefaultRunspace, SessionState.LanguageMode),
        Location = SessionState.Path.CurrentLocation.Path,
        Preferences = Preferences(),
    };

    private object? Evaluate(string expression)
    {
        var variable = UsingValues.VariableOf(expression);
        if (!variable.Contains(':') && SessionState.PSVariable.Get(variable) is null)
        {
            Refuse(ErrorId.UsingVariableNotSet, ErrorCategory.InvalidOperation, variable, $"The script block takes $using:{variable}, and there is no variable ${variable} here.");
        }

        // In a table of its own, so that an array comes back whole.
        var evaluate = System.Management.Automation.ScriptBlock.Create($"@{{ Value = ({expression}) }}");
        var table = (Hashtable)SessionState.InvokeCommand.InvokeScript(useLocalScope: false, evaluate, input: null, args: [])[0].BaseObject;
        return OfAnySession(table["Value"]);
    }

    private object? OfAnySession(object? value)
    {
        // Wrapped, an array would be one value there.
        var plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        if (plain is ScriptBlock)
        {
            Refuse(
                ErrorId.ScriptBlockFromHere,
                ErrorCategory.InvalidArgument,
                value,
                "A script block belongs to the session it was written in, and cannot be given to the replier's; define a function with -InitializationScript.");
        }

        return plain;
    }

    private Dictionary<string, ActionPreference> Preferences()
    {
        var preferences = new Dictionary<string, ActionPreference>(StringComparer.Ordinal);
        foreach (var (parameter, variable) in s_preferences)
        {
            var wanted = MyInvocation.BoundParameters.TryGetValue(parameter, out var given)
                ? given is SwitchParameter on ? (on ? ActionPreference.Continue : ActionPreference.SilentlyContinue) : given
                : GetVariableValue(variable);

            // Nobody is there to be asked, nor to debug; and Ignore is for a parameter alone.
            if (LanguagePrimitives.TryConvertTo<ActionPreference>(wanted, out var preference)
                && preference is ActionPreference.Stop or ActionPreference.Continue or ActionPreference.SilentlyContinue or ActionPreference.Ignore)
            {
                preferences[variable] = preference == ActionPreference.Ignore ? ActionPreference.SilentlyContinue : preference;
            }
        }

        return preferences;
    }
}
