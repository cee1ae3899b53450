using System.Diagnostics.CodeAnalysis;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Ksock;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Limpets.Wire;

namespace Limpet.Core.Limpets.Session;

/// <summary>
/// A Ksock with a Limpet's rules and a connection to the other Limpet, and the two threads that move messages between them, until either end closes. It owns both
/// and closes both, once.
/// </summary>
/// <remarks>
/// One thread receives from the socket and sends on KBUS. In the other direction whoever puts a message on our Ksock carries it to the socket itself, where the
/// bus can call back and the socket takes it at once: a thread to wake costs more than all the rest. What is more than that is left to the second thread.
/// Whatever exception comes on any of these threads ends the link and becomes its outcome; it must not end the process.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Run frees what holds anything of the system's once both threads are done; who ends the link too late must still find the rest.")]
internal sealed partial class LimpetLink
{
    // So long whoever is sent away may take to hear it.
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(1);

    private readonly LinkTransport _transport;
    private readonly LimpetKsock _ksock;
    private readonly WireDecoder _decoder;
    private readonly LimpetOptions _options;
    private readonly EventTeller _teller;
    private readonly SendBuffer _out;
    private readonly ManualResetEventSlim _ended = new();
    private readonly string _name;
    private LimpetOutcome? _outcome;
    private Farewell? _farewell;
    private int _writerThread;

    public LimpetLink(LinkTransport transport, WireDecoder decoder, LimpetKsock ksock, LimpetOptions options, EventTeller teller, string name)
    {
        _transport = transport;
        _decoder = decoder;
        _ksock = ksock;
        _options = options;
        _teller = teller;
        _name = name;
        _out = new SendBuffer(options.SendBuffer);
        _pace = options.RateLimit > 0 ? new MessagePace(options.RateLimit) : null;
    }

    /// <summary>Frees what one holds that never ran; its connection and its Ksock are not its own before that.</summary>
    public void Abandon() => _wake.Dispose();

    /// <summary>Whether the calling thread carries a message for some link just now, so that it must not wait for one to end.</summary>
    public static bool IsCarryingAny => s_carrying > 0;

    /// <summary>Whether the calling thread is one of this link's own.</summary>
    public bool IsCarrying => Environment.CurrentManagedThreadId == _readerThread || Environment.CurrentManagedThreadId == _writerThread;

    /// <summary>Moves messages on this thread and on another one, until something ends it, and then closes everything.</summary>
    public LimpetOutcome Run()
    {
        _writerThread = Environment.CurrentManagedThreadId;
        var reader = new Thread(ReadLoop) { IsBackground = true, Name = $"{_name} in" };
        reader.Start();
        WriteLoop();
        reader.Join();
        ClosePump();
        CountUndelivered();
        _ksock.Dispose();
        SayFarewell();
        _transport.Dispose();
        _decoder.Dispose();
        _wake.Dispose();
        return _outcome!;
    }

    /// <summary>Ends it; the first to say why is believed. Returns at once.</summary>
    public void End(LimpetOutcome outcome)
    {
        if (Interlocked.CompareExchange(ref _outcome, outcome, null) is null)
        {
            Wake();
            _transport.ShutDown();
        }
    }

    /// <summary>Closes the connection of one that has ended and hangs in its farewell.</summary>
    public void Abort() => _transport.ShutDown();

    /// <summary>Ends it as <see cref="End"/> does, but tells the other side why, unless it takes nothing. Returns at once.</summary>
    public void EndWith(Farewell farewell)
    {
        _farewell = farewell;
        if (Interlocked.CompareExchange(ref _outcome, new LimpetOutcome(LimpetEnd.Displaced, $"The link was ended: {farewell.Reason}."), null) is null)
        {
            Wake();
            _transport.EndReceiving();
        }
    }

    private bool HasEnded => Volatile.Read(ref _outcome) is not null;

    private void Wake()
    {
        _ended.Set();
        _room.Set();
        _wake.Release();
        Kick();
    }

    private void CountUndelivered()
    {
        var waiting = 0u;
        try
        {
            waiting = _ksock.QueuedMessages();
        }
        catch (KbusException)
        {
            // The bus is gone, and with it what was queued.
        }

        _ksock.Counters.CountUndelivered(_out.Unsent + waiting);
    }

    private void SayFarewell()
    {
        // In the middle of a message it would be taken for a part of that.
        if (_farewell is not null && _out.IsEmpty)
        {
            FarewellExchange.Say(_transport, _farewell, _ksock.NetworkId, FarewellPatience);
        }
    }

    private void EndBy(Exception e) => End(e is OtherLimpetGoneAwayException
        ? new LimpetOutcome(LimpetEnd.PeerClosed, e.Message)
        : LimpetOutcome.Failed(e));
}
