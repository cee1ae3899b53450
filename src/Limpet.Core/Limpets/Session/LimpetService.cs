using System.Diagnostics;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;

namespace Limpet.Core.Limpets.Session;

/// <summary>
/// A Limpet that runs by itself: on a bus, and listening on an endpoint for any number of peers, connected to one and again after a loss, or on a socket that
/// is connected already, with which it ends. All members may be used from any thread.
/// </summary>
public sealed partial class LimpetService : IDisposable
{
    private readonly LimpetOptions _options;
    private readonly EventTeller _teller;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<LimpetOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Endpoint? _endpoint;
    private LimpetSocket? _handedOn;
    private int _state = (int)LimpetState.Starting;
    private long _becameAt = Stopwatch.GetTimestamp();
    private IKsock? _spare;
    private TerminationWatch? _watch;
    private bool _started;

    private LimpetService(Endpoint? endpoint, LimpetSocket? socket, LimpetRole role, LimpetOptions options)
    {
        if (endpoint is null)
        {
            options.Check();
        }
        else
        {
            options.Check(endpoint);
        }

        _endpoint = endpoint;
        _handedOn = socket;
        _options = options;
        _teller = new EventTeller(options.Logger, options.Verbosity, options.OnEvent);
        _roster = new PeerRoster(options.MaxPeers);
        Role = role;
        NetworkId = socket?.NetworkId ?? options.NetworkIdFor(role);
        Endpoint = socket?.Endpoint ?? endpoint!.ToString();
        Kbus = options.Kbus;
    }

    /// <summary>Which side it is.</summary>
    public LimpetRole Role { get; }

    /// <summary>Our network id.</summary>
    public uint NetworkId { get; }

    /// <summary>Where it listens, or is connected to.</summary>
    public string Endpoint { get; }

    /// <summary>Whether it is on a connection that was made by hand, with which it ends.</summary>
    public bool IsByHand => _endpoint is null;

    /// <summary>The device, 0 to 255.</summary>
    public int Kbus { get; private set; }

    /// <summary>Which bus that is, for people; empty before it was started.</summary>
    public string Bus { get; private set; } = "";

    /// <summary>How it is.</summary>
    public LimpetOptions Options => _options;

    /// <summary>The network id of the peer who came last, once one has said HELO.</summary>
    public uint? PeerNetworkId { get; private set; }

    /// <summary>Since when it is in its state.</summary>
    public DateTimeOffset Since { get; private set; } = DateTimeOffset.UtcNow;

    /// <summary>How long it has been in its state, wherever the machine's clock was set meanwhile.</summary>
    public TimeSpan InStateFor => Stopwatch.GetElapsedTime(Volatile.Read(ref _becameAt));

    /// <summary>Where it is in its life.</summary>
    public LimpetState State => (LimpetState)Volatile.Read(ref _state);

    /// <summary>Why it is not connected: what went wrong last. Null where nothing has since it last was.</summary>
    public string? Problem { get; private set; }

    /// <summary>Ends when the Limpet does, and says how; never fails nor is cancelled.</summary>
    public Task<LimpetOutcome> Completion => _completion.Task;

    /// <summary>A server: listens for its peers.</summary>
    /// <exception cref="LimpetOptionException">An option is out of its range.</exception>
    public static LimpetService Listen(Endpoint endpoint, LimpetOptions options) => new(endpoint, socket: null, LimpetRole.Server, options);

    /// <summary>A client: connects to its peer.</summary>
    /// <exception cref="LimpetOptionException">An option is out of its range.</exception>
    public static LimpetService Connect(Endpoint endpoint, LimpetOptions options) => new(endpoint, socket: null, LimpetRole.Client, options);

    /// <summary>A Limpet on a connection made by hand, whose network id holds, and which it takes over once started. It ends with it.</summary>
    /// <exception cref="LimpetOptionException">An option is out of its range.</exception>
    public static LimpetService Over(LimpetSocket socket, LimpetOptions options) => new(endpoint: null, socket, LimpetRole.Client, options with { Once = true });

    /// <summary>
    /// Looks whether the bus is there, and listens or connects; then goes on by itself. What is wrong with the bus or the endpoint is thrown, and nothing is
    /// left behind. A client that may try again does so where its peer is not there yet, and throws only what trying again would not mend.
    /// </summary>
    /// <exception cref="KbusException">The bus cannot be opened.</exception>
    /// <exception cref="EndpointException">The endpoint cannot be listened on, or what stands there is no socket.</exception>
    /// <exception cref="GiveUpException">Nobody listens where it connects to, and it is not to try again.</exception>
    /// <exception cref="LimpetTimeoutException">Connecting took too long, likewise.</exception>
    /// <exception cref="InvalidOperationException">It was started or stopped before.</exception>
    public void Start()
    {
        lock (_gate)
        {
            if (_started || _stopping.IsCancellationRequested)
            {
                throw new InvalidOperationException("A Limpet can be started once, and not after it was stopped.");
            }

            _started = true;
        }

        Func<LimpetOutcome> life;
        try
        {
            LookAtBus();
            _watch = WatchForTermination();
            life = Begin();
        }
        catch (Exception e)
        {
            _watch?.Dispose();
            Finish(LimpetOutcome.Failed(e), tell: false);
            throw;
        }

        new Thread(() => Live(life)) { IsBackground = true, Name = $"limpet {Endpoint}" }.Start();
    }

    /// <summary>Ends it cleanly and waits until everything is closed, unless called by a thread that carries its messages. Does no harm a second time.</summary>
    public void Stop()
    {
        if (!RequestStop())
        {
            Completion.Wait();
        }
    }

    /// <summary>Stops it.</summary>
    public void Dispose() => Stop();

    // Says whether the calling thread is one that must not wait for the end.
    internal bool RequestStop()
    {
        bool started;
        lock (_gate)
        {
            // From now on it cannot be started any more.
            started = _started;
            _started = true;
        }

        EndAll(Stopped);
        if (!started)
        {
            _handedOn?.Dispose();
            Finish(Stopped, tell: false);
        }

        return ReferenceEquals(t_worksFor, this) || LimpetLink.IsCarryingAny || Peers.Any(peer => peer.Link is { IsCarrying: true });
    }

    private static LimpetOutcome Stopped => new(LimpetEnd.Stopped, "The Limpet was stopped.");

    private static LimpetOutcome Terminated => new(LimpetEnd.TerminationMessage, "The termination message was read.");

    // The first link has the Ksock that this opens.
    private void LookAtBus()
    {
        _spare = OpenKsock();
        (Kbus, Bus) = (_spare.Device, _spare.Bus);
    }

    private IKsock OpenKsock() => _options.OpenKsock?.Invoke() ?? Core.Kbus.Open(_options.Kbus, _options.Backend);

    private IKsock OpenKsockOfLink()
    {
        var ksock = Interlocked.Exchange(ref _spare, null);
        try
        {
            ksock?.Poll();
        }
        catch (KbusException)
        {
            // The bus has gone since, and may have come back.
            ksock!.Dispose();
            ksock = null;
        }

        return ksock ?? OpenKsock();
    }

    private void Become(LimpetState state)
    {
        if (State != state)
        {
            Since = DateTimeOffset.UtcNow;
            Volatile.Write(ref _becameAt, Stopwatch.GetTimestamp());
            Volatile.Write(ref _state, (int)state);
        }
    }

    private void Finish(LimpetOutcome outcome, bool tell = true)
    {
        Interlocked.Exchange(ref _spare, null)?.Dispose();
        Become(outcome.IsClean ? LimpetState.Ended : LimpetState.Failed);
        Problem = outcome.IsClean ? null : outcome.Reason;
        if (tell)
        {
            _teller.Tell(new EndedEvent(outcome));
        }

        _completion.TrySetResult(outcome);
    }
}
