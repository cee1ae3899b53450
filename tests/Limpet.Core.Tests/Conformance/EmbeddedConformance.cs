using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;

namespace Limpet.Core.Tests.Conformance;

/// <summary>The embedded bus in one process.</summary>
public sealed class EmbeddedWorld : IKsockWorld
{
    private readonly EmbeddedBuses _buses = EmbeddedBuses.Private();

    public IKsock Open(int device = 0, bool canWrite = true) => _buses.Open(device, canWrite);

    public void Dispose() => _buses.Dispose();
}

public sealed class EmbeddedNames : NamesConformance<EmbeddedWorld>;

public sealed class EmbeddedBinding : BindingConformance<EmbeddedWorld>;

public sealed class EmbeddedSettings : SettingsConformance<EmbeddedWorld>;

public sealed class EmbeddedBytes : BytesConformance<EmbeddedWorld>;

public sealed class EmbeddedAnnouncements : AnnouncementConformance<EmbeddedWorld>;

public sealed class EmbeddedRequests : RequestConformance<EmbeddedWorld>;

public sealed class EmbeddedWaiting : WaitingConformance<EmbeddedWorld>;

public sealed class EmbeddedStatuses : StatusConformance<EmbeddedWorld>;

public sealed class EmbeddedBindEvents : BindEventConformance<EmbeddedWorld>;

public sealed class EmbeddedClosing : ClosingConformance<EmbeddedWorld>;
