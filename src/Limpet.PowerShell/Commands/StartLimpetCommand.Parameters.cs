using System.Management.Automation;

using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Limpets.Session;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

public sealed partial class StartLimpetCommand
{
    /// <summary>The number of the bus, 0 to 255.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ListenSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ConnectSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SocketSet)]
    [KbusNumber]
    [ArgumentCompleter(typeof(KbusNumberCompleter))]
    public int Kbus { get; set; }

    /// <summary>Where to listen for the pair: <c>unix:/path</c>, <c>tcp:host:port</c>, <c>tls:host:port</c>, <c>/path</c> or <c>host:port</c>.</summary>
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

    /// <summary>A JSON file that describes any number of Limpets, each of which is started.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ConfigSet)]
    [ValidateNotNullOrEmpty]
    public string Config { get; set; } = "";

    /// <summary>Our network id, 1 to 0xFFFFFFFF, other than the pair's; 2 for one that listens and 1 for one that connects.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [NetworkId]
    [ArgumentCompleter(typeof(NetworkIdCompleter))]
    public uint NetworkId { get; set; }

    /// <summary>The names that are passed on to the other bus; all without it.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [MessageName(Wildcard = true)]
    [ArgumentCompleter(typeof(MessageNameCompleter))]
    public string MessageName { get; set; } = LimpetOptions.EveryName.Value;

    /// <summary>The name of the message that ends the Limpet; it is not passed on.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [MessageName]
    [ArgumentCompleter(typeof(MessageNameCompleter))]
    public string TerminationMessage { get; set; } = "";

    /// <summary>Seconds that connecting may take, and the pair's greeting; 5 without it.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [ValidateRange(0.001, 1_000_000.0)]
    public double TimeoutSec { get; set; } = LimpetOptions.DefaultTimeout.TotalSeconds;

    /// <summary>0 tells nothing, 1 tells what happens to the Limpet, 2 of each message too.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [ValidateRange(0, 2)]
    public int Verbosity { get; set; } = 1;

    /// <summary>How many messages may wait to be passed on; 10,000 without it.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [ValidateRange(1, int.MaxValue)]
    public int MaxMessages { get; set; } = (int)LimpetOptions.DefaultMaxMessages;

    /// <summary>A file to log to in place of the session's log, as compact JSON, a line an event; it is appended to.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [ValidateNotNullOrEmpty]
    public string LogPath { get; set; } = "";

    /// <summary>Which kind of bus the number means.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    public KbusBackend Backend { get; set; }

    /// <summary>How many peers there may be at a time; 64 without it.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [ValidateRange(1, 100_000)]
    public int MaxPeers { get; set; } = LimpetOptions.DefaultMaxPeers;

    /// <summary>One peer, and the end with it, as the C and Python Limpets do.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    public SwitchParameter Once { get; set; }

    /// <summary>The permissions of the socket file, as chmod takes them in octal; this user alone without it.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [FileMode]
    public string SocketMode { get; set; } = "0600";

    /// <summary>The name or number of the group that the socket file is given to.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string? SocketGroup { get; set; }

    /// <summary>The users, by number, that may be at the other end of a Unix socket; without it this user and root, or all whom the socket file lets in where it is not this user's alone.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    public uint[]? AllowUid { get; set; }

    /// <summary>Ends with the connection, and does not connect again.</summary>
    [Parameter(ParameterSetName = ConnectSet)]
    public SwitchParameter NoReconnect { get; set; }

    /// <summary>How many attempts to connect may fail in a row; any number without it.</summary>
    [Parameter(ParameterSetName = ConnectSet)]
    [ValidateRange(1, int.MaxValue)]
    public int MaxAttempts { get; set; }

    /// <summary>The names that may leave this bus: message names and wildcards, with ! in front for exceptions; all without it.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [NamePattern]
    [ArgumentCompleter(typeof(MessageNameCompleter))]
    public string[] Export { get; set; } = [];

    /// <summary>The names that may enter this bus, likewise.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [NamePattern]
    [ArgumentCompleter(typeof(MessageNameCompleter))]
    public string[] Import { get; set; } = [];

    /// <summary>Words under which the names of this bus stand on the other: Kitchen makes <c>$.Kitchen.Lamp</c> of <c>$.Lamp</c>.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [NamePrefix]
    public string? ExportPrefix { get; set; }

    /// <summary>The longest message that passes, in bytes of the entire message; the bus's own limit without it.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [ValidateRange(100, int.MaxValue)]
    public int MaxMessageSize { get; set; }

    /// <summary>How many Requests may be unanswered beyond the link; 65,536 without it. The oldest is then answered ETIMEDOUT.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [ValidateRange(1, int.MaxValue)]
    public int MaxRequests { get; set; } = LimpetRulesOptions.DefaultMostRequests;

    /// <summary>How many repliers beyond the link may be bound here in proxy; 65,536 without it.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [ValidateRange(1, int.MaxValue)]
    public int MaxBindings { get; set; } = LimpetRulesOptions.DefaultMostBindings;

    /// <summary>How many messages a second are taken from a peer; one that sends more is held up and loses nothing. Any number without it.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [ValidateRange(1, int.MaxValue)]
    public int RateLimit { get; set; }

    /// <summary>Bytes that are held for a peer that does not take them before no more is read from the bus for it; 1 MiB without it.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [ValidateRange(1, int.MaxValue)]
    public int SendBuffer { get; set; } = LimpetOptions.DefaultSendBuffer;

    /// <summary>Seconds that a peer may take nothing of what is sent before its link is ended; 20 without it.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [Alias("StallTimeout")]
    [ValidateRange(0.001, 1_000_000.0)]
    public double StallTimeoutSec { get; set; } = LimpetOptions.DefaultStallTimeout.TotalSeconds;
}
