using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Tests.Hosting;

namespace Limpet.Core.Tests.Conformance;

/// <summary>The embedded bus shared between processes: every second Ksock is the host's own, the others come over the socket.</summary>
public sealed class SharedWorld : IKsockWorld
{
    private readonly TemporaryDirectory _directory = new();
    private readonly EmbeddedBuses _host;
    private readonly EmbeddedBuses _member;
    private int _opened;

    public SharedWorld()
    {
        _host = EmbeddedBuses.Shared(_directory.At("bus"));
        _member = EmbeddedBuses.Shared(_directory.At("bus"));
    }

    public IKsock Open(int device = 0, bool canWrite = true) => (_opened++ % 2 == 0 ? _host : _member).Open(device, canWrite);

    public void Dispose()
    {
        _member.Dispose();
        _host.Dispose();
        _directory.Dispose();
    }
}

public sealed class SharedNames : NamesConformance<SharedWorld>;

public sealed class SharedBinding : BindingConformance<SharedWorld>;

public sealed class SharedSettings : SettingsConformance<SharedWorld>;

public sealed class SharedBytes : BytesConformance<SharedWorld>;

public sealed class SharedAnnouncements : AnnouncementConformance<SharedWorld>;

public sealed class SharedRequests : RequestConformance<SharedWorld>;

public sealed class SharedWaiting : WaitingConformance<SharedWorld>;

public sealed class SharedStatuses : StatusConformance<SharedWorld>;

public sealed class SharedBindEvents : BindEventConformance<SharedWorld>;

public sealed class SharedClosing : ClosingConformance<SharedWorld>;
