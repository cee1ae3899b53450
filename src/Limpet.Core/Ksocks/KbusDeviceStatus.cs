namespace Limpet.Core.Ksocks;

/// <summary>How a bus stands at the moment of asking, as far as it can be known.</summary>
/// <param name="Device">Its number, 0 to 255.</param>
/// <param name="Backend">Device, or Embedded for a bus of this user's processes.</param>
/// <param name="Path"><c>/dev/kbusN</c>; null for an embedded bus that is no device.</param>
/// <param name="HostProcessId">The process that hosts an embedded bus; null for a device, which does not tell who serves it.</param>
/// <param name="MaxMessageSize">Bytes that an entire message may have (MAXMSGSIZE); null where the device cannot be opened.</param>
/// <param name="Ksocks">How many Ksocks are open on it; null for a device, which does not tell.</param>
/// <param name="Bindings">How many bindings there are; null where nothing tells.</param>
/// <param name="Problem">Why something could not be asked, the first of them; null where everything could.</param>
public sealed record KbusDeviceStatus(
    int Device,
    KbusBackend Backend,
    string? Path,
    int? HostProcessId,
    int? MaxMessageSize,
    int? Ksocks,
    int? Bindings,
    KbusException? Problem);
