using System.Management.Automation;
using Limpet.Core.Limpets.Session;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// Connect-LimpetSocket: connects to a Limpet as its pair and gives the socket, to send and read messages by hand (<c>-Socket</c>) or to hand to Start-Limpet.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "LimpetSocket")]
[OutputType(typeof(LimpetConnection))]
public sealed class ConnectLimpetSocketCommand : LinkCmdlet
{
    /// <summary>Where the Limpet listens: <c>unix:/path</c>, <c>tcp:host:port</c>, <c>tls:host:port</c>, <c>/path</c> or <c>host:port</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string Endpoint { get; set; } = "";

    /// <summary>Our network id, 1 to 0xFFFFFFFF, other than the Limpet's; 1 without it.</summary>
    [Parameter]
    [NetworkId]
    [ArgumentCompleter(typeof(NetworkIdCompleter))]
    public uint NetworkId { get; set; } = LimpetOptions.ClientNetworkId;

    /// <summary>Seconds that connecting may take, and the Limpet's greeting; 5 without it.</summary>
    [Parameter]
    [ValidateRange(0.001, 1_000_000.0)]
    public double TimeoutSec { get; set; } = LimpetOptions.DefaultTimeout.TotalSeconds;

    private protected override void Process() => OrReport(Endpoint, () =>
    {
        var connection = LimpetConnection.Connect(ParseEndpoint(Endpoint), NetworkId, TimeSpan.FromSeconds(TimeoutSec), LoadTls(loaded => Own(loaded)), StopToken);
        CallTrace.Tell?.Invoke($"connect {connection.Endpoint}: HELO {connection.NetworkId} sent, HELO {connection.PeerNetworkId} read");
        Session.Keep(connection);
        WriteVerbose($"Connected to network {connection.PeerNetworkId} at {connection.Endpoint}, as network {connection.NetworkId}.");
        WriteObject(connection);
    });
}
