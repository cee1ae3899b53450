using System.Management.Automation;

using Limpet.Core.Ksocks;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Jobs;
using Limpet.PowerShell.Logs;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// Start-Limpet: joins a bus to another one, by a Limpet that listens for its pair, connects to it, or takes a socket that is connected; it runs as a
/// background job, which is the output. What cannot work is told before there is a job; one that connects is given once it is connected.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "Limpet", DefaultParameterSetName = ListenSet)]
[OutputType(typeof(LimpetJob))]
public sealed class StartLimpetCommand : KbusCmdlet
{
    private const string ListenSet = "Listen";
    private const string ConnectSet = "Connect";
    private const string SocketSet = "Socket";

    /// <summary>The number of the bus, 0 to 255.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [KbusNumber]
    public int Kbus { get; set; }

    /// <summary>Where to listen for the pair: <c>unix:/path</c>, <c>tcp:host:port</c>, <c>/path</c> or <c>host:port</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ListenSet)]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string Listen { get; set; } = "";

    /// <summary>Where the pair listens.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ConnectSet)]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string Connect { get; set; } = "";

    /// <summary>A socket of Connect-LimpetSocket, which is the Limpet's from now on.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = SocketSet)]
    [ValidateNotNull]
    public LimpetConnection? Socket { get; set; }

    /// <summary>Our network id, 1 to 0xFFFFFFFF, other than the pair's; 2 for one that listens and 1 for one that connects.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [NetworkId]
    public uint NetworkId { get; set; }

    /// <summary>The names that are passed on to the other bus; all without it.</summary>
    [Parameter]
    [MessageName(Wildcard = true)]
    [ArgumentCompleter(typeof(MessageNameCompleter))]
    public string MessageName { get; set; } = LimpetOptions.EveryName.Value;

    /// <summary>The name of the message that ends the Limpet; it is not passed on.</summary>
    [Parameter]
    [MessageName]
    [ArgumentCompleter(typeof(MessageNameCompleter))]
    public string TerminationMessage { get; set; } = "";

    /// <summary>Seconds that connecting may take, and the pair's greeting; 5 without it.</summary>
    [Parameter]
    [ValidateRange(0.001, 1_000_000.0)]
    public double TimeoutSec { get; set; } = LimpetOptions.DefaultTimeout.TotalSeconds;

    /// <summary>0 tells nothing, 1 tells what happens to the Limpet, 2 of each message too.</summary>
    [Parameter]
    [ValidateRange(0, 2)]
    public int Verbosity { get; set; } = 1;

    /// <summary>How many messages may wait to be passed on; 10,000 without it.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxMessages { get; set; } = (int)LimpetOptions.DefaultMaxMessages;

    /// <summary>A file to log to, as compact JSON, a line an event; it is appended to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string LogPath { get; set; } = "";

    /// <summary>Which kind of bus the number means.</summary>
    [Parameter]
    public KbusBackend Backend { get; set; }

    private protected override void Process()
        => OrReport(
            ParameterSetName switch { ListenSet => Listen, ConnectSet => Connect, _ => Socket },
            () => WriteObject(Start()));

    private LimpetJob Start()
    {
        ObjectDisposedException.ThrowIf(Socket is { IsOpen: false }, Socket!);
        var events = new EventPump(Verbosity);
        var endpoint = ParameterSetName switch { ListenSet => ParseEndpoint(Listen), ConnectSet => ParseEndpoint(Connect), _ => null };
        var log = LogPath.Length == 0 ? null : JsonLog.Open(GetUnresolvedProviderPathFromPSPath(LogPath), Verbosity, Kbus, endpoint?.ToString() ?? Socket!.Endpoint);
        LimpetService? limpet = null;
        try
        {
            limpet = MakeService(endpoint, Options(events, log));
            StartService(limpet, events);
            WriteVerbose($"Network {limpet.NetworkId} on {limpet.Bus}: {limpet.State} at {limpet.Endpoint}.");
            var job = new LimpetJob(MyInvocation.Line.Trim(), limpet, events, Session, log);
            JobRepository.Add(job);
            return job;
        }
        catch
        {
            limpet?.Dispose();
            log?.Dispose();
            throw;
        }
    }

    private LimpetService MakeService(Endpoint? endpoint, LimpetOptions options)
        => endpoint is null ? LimpetService.Over(Socket!.HandOver(), options)
            : string.Equals(ParameterSetName, ListenSet, StringComparison.Ordinal) ? LimpetService.Listen(endpoint, options)
            : LimpetService.Connect(endpoint, options);

    private void StartService(LimpetService limpet, EventPump events)
    {
        using var stop = StopToken.UnsafeRegister(static service => ((LimpetService)service!).Stop(), limpet);
        limpet.Start();
        if (limpet.Role == LimpetRole.Server)
        {
            return;
        }

        // Whoever connects wants to know whether it did, and may send the next moment.
        if (Task.WaitAny([events.Connected, limpet.Completion], StopToken) != 0)
        {
            var outcome = limpet.Completion.Result;
            throw outcome.Error ?? new GiveUpException(outcome.Reason);
        }
    }

    private LimpetOptions Options(EventPump events, JsonLog? log) => new()
    {
        Kbus = Kbus,
        Backend = Backend,
        OpenKsock = Session.Buses.PrivateOpener(Kbus, Backend),
        NetworkId = NetworkId == 0 ? null : NetworkId,
        MessageName = Core.Messages.MessageName.Parse(MessageName),
        TerminationMessage = TerminationMessage.Length == 0 ? null : Core.Messages.MessageName.Parse(TerminationMessage),
        Timeout = TimeSpan.FromSeconds(TimeoutSec),
        Verbosity = Verbosity,
        MaxMessages = (uint)MaxMessages,
        Logger = log?.Logger ?? Serilog.Core.Logger.None,
        OnEvent = events.Take,
    };
}
