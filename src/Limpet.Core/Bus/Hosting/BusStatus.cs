namespace Limpet.Core.Bus.Hosting;

/// <summary>How an embedded bus stands at the moment of asking.</summary>
/// <param name="Device">Its number, 0 to 255.</param>
/// <param name="HostProcessId">The process that hosts it.</param>
/// <param name="IsServed">Whether that process serves it as <c>/dev/kbusN</c> too.</param>
/// <param name="MaxMessageSize">Bytes that an entire message may have (MAXMSGSIZE).</param>
/// <param name="NextKsockId">The id that the next Ksock gets.</param>
/// <param name="NextMessageSerial">The serial that the next message gets.</param>
/// <param name="SetAside">Unbind events set aside (kbus.md 6).</param>
/// <param name="Ksocks">The Ksocks that are open on it, of any process, in order of opening.</param>
/// <param name="Bindings">Its bindings, newest first.</param>
public sealed record BusStatus(
    int Device,
    int HostProcessId,
    bool IsServed,
    int MaxMessageSize,
    uint NextKsockId,
    uint NextMessageSerial,
    int SetAside,
    IReadOnlyList<KsockInfo> Ksocks,
    IReadOnlyList<BindingInfo> Bindings);
