using Limpet.Core.Ksocks;

namespace Limpet.PowerShell.Devices;

/// <summary>A bus as it was at the moment of asking: a <c>/dev/kbusN</c>, an embedded bus, or one that is both.</summary>
public sealed class KbusDeviceInfo
{
    private readonly KbusDeviceStatus _status;

    internal KbusDeviceInfo(KbusDeviceStatus status, bool isPrivate)
    {
        _status = status;
        IsPrivate = isPrivate;
    }

    /// <summary>Its number, 0 to 255.</summary>
    public int Kbus => _status.Device;

    /// <summary>Embedded for a bus that a process of this user hosts, Device for any other <c>/dev/kbusN</c>.</summary>
    public KbusBackend Backend => _status.Backend;

    /// <summary><c>/dev/kbusN</c>; null for an embedded bus that is no device.</summary>
    public string? Path => _status.Path;

    /// <summary>The process that hosts an embedded bus; null for a device, which does not tell.</summary>
    public int? HostProcessId => _status.HostProcessId;

    /// <summary>Whether this process hosts it, so that Remove-KbusDevice can end it.</summary>
    public bool IsHostedHere => _status.HostProcessId == Environment.ProcessId;

    /// <summary>Whether this session alone sees it (New-KbusDevice -Private).</summary>
    public bool IsPrivate { get; }

    /// <summary>How many Ksocks are open on it, of any process; null for a device, which does not tell.</summary>
    public int? Ksocks => _status.Ksocks;

    /// <summary>How many bindings there are; null where nothing tells.</summary>
    public int? Bindings => _status.Bindings;

    /// <summary>Bytes that a message may have with its header and padding (MAXMSGSIZE); null where the device cannot be opened.</summary>
    public int? MaxMessageSize => _status.MaxMessageSize;

    /// <summary>Its path, or what it is.</summary>
    public override string ToString() => Path ?? $"{(IsPrivate ? "private" : "embedded")} bus {Kbus}";
}
