using Limpet.Core.Cuse;

namespace Limpet.PowerShell.Devices;

/// <summary>A <c>/dev/kbusN</c> that this session serves, as it is at the moment of asking.</summary>
public sealed class KbusDeviceInfo
{
    private readonly CuseDevice _device;

    internal KbusDeviceInfo(CuseDevice device) => _device = device;

    /// <summary>The number of its bus, 0 to 255.</summary>
    public int Kbus => _device.Number;

    /// <summary>Where it is.</summary>
    public string Path => _device.Path;

    /// <summary>Whether it is served still.</summary>
    public bool IsServed => !_device.IsEnded;

    /// <summary>How many requests the kernel has made for its users.</summary>
    public long Requests => _device.Requests;

    /// <summary>Where it is.</summary>
    public override string ToString() => Path;
}
