using System.Management.Automation;

using Limpet.PowerShell.Channels;

namespace Limpet.PowerShell.Commands;

/// <summary>Disconnect-LimpetSocket: closes sockets that Connect-LimpetSocket gave. Closing one twice is no error.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "LimpetSocket")]
[OutputType(typeof(void))]
public sealed class DisconnectLimpetSocketCommand : KbusCmdlet
{
    /// <summary>The sockets to close.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public LimpetConnection[] Socket { get; set; } = [];

    private protected override void Process()
    {
        foreach (var socket in Socket)
        {
            OrReport(socket, () =>
            {
                socket.Dispose();
                Session.LetGo(socket);
                WarnOfUnanswered(socket);
            });
        }
    }
}
