using Limpet.Core.Ksocks;
using Limpet.Core.Ksocks.Device;
using Limpet.Core.Tests.Conformance;

namespace Limpet.Core.Tests.Device;

/// <summary>
/// <c>/dev/kbus0</c> and <c>/dev/kbus1</c>, which the tests have to themselves one after the other: each finds the settings that a new device has, and
/// nobody else on it.
/// </summary>
public sealed class DeviceWorld : IKsockWorld
{
    private readonly List<IKsock> _opened = [];
    private readonly HashSet<int> _used = [];

    public IKsock Open(int device = 0, bool canWrite = true)
    {
        var ksock = DeviceKsock.Open(device, canWrite);
        _opened.Add(ksock);
        _used.Add(device);
        return ksock;
    }

    public void Dispose()
    {
        _opened.ForEach(ksock => ksock.Dispose());
        foreach (var device in _used)
        {
            using var ksock = DeviceKsock.Open(device);
            ksock.Verbose(0);
            ksock.ReportReplierBinds(0);
            ksock.MaxMessageSize(ksock.MaxMessageSize(1));
        }
    }
}
