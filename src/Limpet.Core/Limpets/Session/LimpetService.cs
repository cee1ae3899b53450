using System.Net.Sockets;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;

namespace Limpet.Core.Limpets.Session;

/// <summary>
/// A Limpet that runs by itself: on a bus, and listening on an endpoint, connected to one, or on a socket that is connected already. It has one peer and ends
/// with it. All members may be used from any thread.
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
    private LimpetLink? _link;
    private IKsock? _ksock;
    private int _state = (int)LimpetState.Starting;
    private bool _started;

    private LimpetService(Endpoint? endpoint, LimpetSocket? socket, LimpetRole role, LimpetOptions options)
    {
        options.Check();
        _endpoint = endpoint;
        _handedOn = socket;
        _options = options;
        _teller = new EventTeller(options.Logger, options.Verbosity, options.OnEvent);
        Role = role;
        NetworkId = socket?.NetworkId ?? options.NetworkIdFor(role);
        Endpoint = socket?.Endpoint ?? endpoint!.ToString();
    }

    /// <summary>Which side it is.</summary>
    public LimpetRole Role { get; }

    /// <summary>Our network id.</summary>
    public uint NetworkId { get; }

    /// <summary>Where it listens, or is connected to.</summary>
    public string Endpoint { get; }

    /// <summary>The device, 0 to 255.</summary>
    public int Kbus => _ksock?.Device ?? _options.Kbus;

    /// <summary>Which bus that is, for people; empty before it was started.</summary>
    public string Bus => _ksock?.Bus ?? "";

    /// <summary>The peer's network id, once it has said HELO.</summary>
    public uint? PeerNetworkId { get; private set; }

    /// <summary>Since when it is in its state.</summary>
    public DateTimeOffset Since { get; private set; } = DateTimeOffset.UtcNow;

    /// <summary>Where it is in its life.</summary>
    public LimpetState State => (LimpetState)Volatile.Read(ref _state);

    /// <summary>What has gone by.</summary>
    public LimpetCounters Counters { get; } = new();

    /// <summary>Ends when the Limpet does, and says how; never fails nor is cancelled.</summary>
    public Task<LimpetOutcome> Completion => _completion.Task;

    /// <summary>A server: listens for its peer.</summary>
    /// <exception cref="LimpetOptionException">An option is out of its range.</exception>
    public static LimpetService Listen(Endpoint endpoint, LimpetOptions options) => new(endpoint, socket: null, LimpetRole.Server, options);

    /// <summary>A client: connects to its peer.</summary>
    /// <exception cref="LimpetOptionException">An option is out of its range.</exception>
    public static LimpetService Connect(Endpoint endpoint, LimpetOptions options) => new(endpoint, socket: null, LimpetRole.Client, options);

    /// <summary>A Limpet on a connection made by hand, whose network id holds, and which it takes over once started.</summary>
    /// <exception cref="LimpetOptionException">An option is out of its range.</exception>
    public static LimpetService Over(LimpetSocket socket, LimpetOptions options) => new(endpoint: null, socket, LimpetRole.Client, options);

    /// <summary>
    /// Opens the Ksock, and listens or connects; then goes on by itself. What is wrong with the bus or the endpoint is thrown, and nothing is left behind.
    /// </summary>
    /// <exception cref="KbusException">The bus cannot be opened.</exception>
    /// <exception cref="EndpointException">The endpoint cannot be listened on, or its host does not resolve.</exception>
    /// <exception cref="GiveUpException">Nobody listens where it connects to.</exception>
    /// <exception cref="LimpetTimeoutException">Connecting took too long.</exception>
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

        EndpointListener? listener = null;
        Socket? socket = null;
        try
        {
            _ksock = _options.OpenKsock?.Invoke() ?? Core.Kbus.Open(_options.Kbus, _options.Backend);
            if (Role == LimpetRole.Server)
            {
                listener = _endpoint!.Listen();
            }
            else if (_endpoint is not null)
            {
                Become(LimpetState.Connecting);
                socket = _endpoint.Connect(_options.Timeout, _stopping.Token);
            }
        }
        catch (Exception e)
        {
            _ksock?.Dispose();
            Finish(LimpetOutcome.Failed(e), tell: false);
            throw;
        }

        if (listener is not null)
        {
            Become(LimpetState.Listening);
        }

        new Thread(() => Live(listener, socket)) { IsBackground = true, Name = $"limpet {Endpoint}" }.Start();
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
        LimpetLink? link;
        bool started;
        lock (_gate)
        {
            started = _started;
            link = _link;
            _stopping.Cancel();
        }

        if (!started)
        {
            _handedOn?.Dispose();
            Finish(Stopped, tell: false);
        }

        link?.End(Stopped);
        return Environment.CurrentManagedThreadId == _liveThread || LimpetLink.IsCarryingAny || link is { IsCarrying: true };
    }

    private static LimpetOutcome Stopped => new(LimpetEnd.Stopped, "The Limpet was stopped.");

    private void Become(LimpetState state)
    {
        Since = DateTimeOffset.UtcNow;
        Volatile.Write(ref _state, (int)state);
    }

    private void Finish(LimpetOutcome outcome, bool tell = true)
    {
        Become(outcome.IsClean ? LimpetState.Ended : LimpetState.Failed);
        if (tell)
        {
            _teller.Tell(new DisconnectedEvent(outcome));
        }

        _completion.TrySetResult(outcome);
    }
}
