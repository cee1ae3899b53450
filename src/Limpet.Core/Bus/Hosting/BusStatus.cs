namespace Limpet.Core.Bus.Hosting;

/// <summary>How an embedded bus stands at the moment of asking.</summary>
/// <param name="Device">Its number, 0 to 255.</param>
/// <param name="HostProcessId">The process that hosts it.</param>
/// <param name="IsServed">Whether that process serves it as <c>/dev/kbusN</c> too.</param>
/// <param name="MaxMessageSize">Bytes that an entire message may have (MAXMSGSIZE).</param>
/// <param name="Ksocks">How many Ksocks are open on it, of any process.</param>
/// <param name="Bindings">Its bindings, newest first.</param>
public sealed record BusStatus(int Device, int HostProcessId, bool IsServed, int MaxMessageSize, int Ksocks, IReadOnlyList<BindingInfo> Bindings);
