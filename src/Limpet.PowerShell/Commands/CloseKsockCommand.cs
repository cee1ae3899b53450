using System.Management.Automation;

using Limpet.PowerShell.Channels;

namespace Limpet.PowerShell.Commands;

/// <summary>Close-Ksock: closes a Ksock that Open-Ksock gave. Closing one twice is no error.</summary>
[Cmdlet(VerbsCommon.Close, "Ksock")]
[OutputType(typeof(void))]
public sealed class CloseKsockCommand : KbusCmdlet
{
    /// <summary>The Ksocks to close.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public Ksock[] Ksock { get; set; } = [];

    private protected override void Process()
    {
        foreach (var ksock in Ksock)
        {
            OrReport(ksock, () =>
            {
                ksock.Dispose();
                Session.LetGo(ksock);
                WarnOfUnanswered(ksock);
            });
        }
    }
}
