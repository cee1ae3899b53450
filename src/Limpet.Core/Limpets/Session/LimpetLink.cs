using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Limpet.Core.Limpets.Ksock;
using Limpet.Core.Limpets.Wire;

namespace Limpet.Core.Limpets.Session;

/// <summary>
/// A Ksock with a Limpet's rules and a socket to the other Limpet, and the two threads that move messages between them, until either end closes. It owns both
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
    private readonly Socket _socket;
    private readonly LimpetKsock _ksock;
    private readonly WireDecoder _decoder;
    private readonly ManualResetEventSlim _ended = new();
    private readonly string _name;
    private LimpetOutcome? _outcome;
    private int _writerThread;

    public LimpetLink(Socket socket, WireDecoder decoder, LimpetKsock ksock, string name)
    {
        _socket = socket;
        _socket.Blocking = false;
        _decoder = decoder;
        _ksock = ksock;
        _name = name;
    }

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
        _ksock.Dispose();
        _socket.Dispose();
        _decoder.Dispose();
        _wake.Dispose();
        return _outcome!;
    }

    /// <summary>Ends it; the first to say why is believed. Returns at once.</summary>
    public void End(LimpetOutcome outcome)
    {
        if (Interlocked.CompareExchange(ref _outcome, outcome, null) is null)
        {
            _ended.Set();
            LimpetSocket.ShutDown(_socket);
            _wake.Release();
            Kick();
        }
    }

    private bool HasEnded => Volatile.Read(ref _outcome) is not null;

    private void EndBy(Exception e) => End(e is OtherLimpetGoneAwayException
        ? new LimpetOutcome(LimpetEnd.PeerClosed, e.Message)
        : LimpetOutcome.Failed(e));
}
