using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Ksock;

/// <summary>Sets a Ksock up for a Limpet (limpet.md 2).</summary>
internal static class KsockSetup
{
    private const uint On = 1;

    public static void Apply(IKsock ksock, LimpetOptions options)
    {
        ksock.MaxMessages(options.MaxMessages);
        ksock.MessagesOnlyOnce(On);
        ksock.Bind(options.MessageName.Value, BindingKind.Listener);
        ksock.Bind(MessageName.ReplierBindEvent.Value, BindingKind.Listener);
        ksock.ReportReplierBinds(On);
    }
}
