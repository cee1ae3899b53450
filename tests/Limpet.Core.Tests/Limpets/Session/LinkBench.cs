using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Ksock;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Tests.Limpets.Ksock;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>A link by itself: a Ksock on a bus that nobody else sees, and a peer in the test's hands.</summary>
public abstract class LinkBench : LimpetKsockBench, IAsyncDisposable
{
    private Task<LimpetOutcome> _run = null!;

    /// <summary>The other side of the link.</summary>
    private protected StagedPeer Peer { get; } = new();

    /// <summary>The link, once it was begun.</summary>
    private protected LimpetLink Link { get; private set; } = null!;

    /// <summary>The link's Ksock.</summary>
    private protected LimpetKsock Ksock { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Peer.TakesNothing = false;
        Link.End(new LimpetOutcome(LimpetEnd.Stopped, "The test is over."));
        await End();
        Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes it, and lets it run on a thread of its own.</summary>
    private protected void Begin(Func<LimpetOptions, LimpetOptions>? change = null, Func<IKsock, IKsock>? wrap = null, Action? beforeRun = null)
    {
        var options = (change ?? (static o => o))(new LimpetOptions { OnEvent = Events.Add, NetworkId = 1 });
        Ksock = Make(_ => options, wrap);
        Link = new LimpetLink(Peer, new WireDecoder(1 << 20), Ksock, options, new EventTeller(options.Logger, options.Verbosity, options.OnEvent), "limpet test");
        beforeRun?.Invoke();
        _run = Task.Factory.StartNew(Link.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>How the link ended, once it has.</summary>
    private protected Task<LimpetOutcome> End() => _run.WaitAsync(Junction.Patience);

    /// <summary>A replier at the other end, and somebody here who can ask it.</summary>
    private protected IKsock AskerOf(string name)
    {
        Peer.Say(Junction.Bytes(BindEvent(name)));
        Events.Expect<ReplierBoundEvent>();
        return Buses.Open(0);
    }
}
