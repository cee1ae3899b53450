using Limpet.Core.Bus;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus;

/// <summary>The settings of the engine's Ksock under the names of kbus.md 4.</summary>
internal static class EngineSettings
{
    public static Errno MaxMessages(this BusKsock ksock, uint value, out uint now) => ksock.Set(KsockOperation.MaxMessages, value, out now);

    public static Errno MessagesOnlyOnce(this BusKsock ksock, uint value, out uint before) => ksock.Set(KsockOperation.MessagesOnlyOnce, value, out before);

    public static Errno Verbose(this BusKsock ksock, uint value, out uint before) => ksock.Set(KsockOperation.Verbose, value, out before);

    public static Errno ReportReplierBinds(this BusKsock ksock, uint value, out uint before) => ksock.Set(KsockOperation.ReportReplierBinds, value, out before);

    public static Errno MaxMessageSize(this BusKsock ksock, uint value, out uint now) => ksock.Set(KsockOperation.MaxMessageSize, value, out now);
}
