using System.Net.Sockets;

namespace Limpet.Core.Tests.Limpets.Faults;

/// <summary>One connection through a <see cref="FaultProxy"/>: a thread for each direction forwards bytes, until either end closes or the line is cut.</summary>
internal sealed class FaultLine : IDisposable
{
    private readonly Socket _client;
    private readonly Socket _server;
    private readonly FaultPlan _plan;
    private readonly ManualResetEventSlim _flows = new(initialState: true);
    private readonly CancellationTokenSource _cut = new();
    private readonly Thread[] _threads;
    private long _toServer;
    private long _toClient;
    private int _open = 2;

    public FaultLine(Socket client, Socket server, FaultPlan plan)
    {
        (_client, _server, _plan) = (client, server, plan);
        _threads =
        [
            new Thread(() => Pump(_client, _server, plan.ResetAfterToServer, ref _toServer)) { IsBackground = true, Name = "fault to server" },
            new Thread(() => Pump(_server, _client, plan.ResetAfterToClient, ref _toClient)) { IsBackground = true, Name = "fault to client" },
        ];
        Array.ForEach(_threads, t => t.Start());
    }

    public long ToServer => Volatile.Read(ref _toServer);

    public long ToClient => Volatile.Read(ref _toClient);

    /// <summary>Forwards nothing more, and lets nobody know.</summary>
    public void Stop() => _flows.Reset();

    public void Resume() => _flows.Set();

    /// <summary>Ends it as a peer does that closes: both ends read the end of the stream.</summary>
    public void Cut() => End(reset: false);

    /// <summary>Ends it as a peer does that crashed: both ends are told that the connection was reset.</summary>
    public void Reset() => End(reset: true);

    /// <summary>Ends it, and waits for its threads.</summary>
    public void Dispose()
    {
        Cut();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _flows.Dispose();
        _cut.Dispose();
    }

    private void Pump(Socket from, Socket to, long? resetAfter, ref long count)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (resetAfter is not { } limit || count < limit)
            {
                var received = from.Receive(buffer);
                if (received == 0)
                {
                    to.Shutdown(SocketShutdown.Send);
                    if (Interlocked.Decrement(ref _open) == 0)
                    {
                        Cut();
                    }

                    return;
                }

                Forward(buffer.AsSpan(0, (int)Math.Min(received, resetAfter - count ?? received)), to, ref count);
            }

            Reset();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Reset();
        }
    }

    private void Forward(Span<byte> bytes, Socket to, ref long count)
    {
        while (!bytes.IsEmpty)
        {
            _flows.Wait(_cut.Token);
            if (_plan.Delay > TimeSpan.Zero)
            {
                _cut.Token.WaitHandle.WaitOne(_plan.Delay);
            }

            var sent = to.Send(bytes[..Math.Min(bytes.Length, _plan.MostPerWrite)]);
            Volatile.Write(ref count, count + sent);
            bytes = bytes[sent..];
        }
    }

    private void End(bool reset)
    {
        lock (_threads)
        {
            if (_cut.IsCancellationRequested)
            {
                return;
            }

            _cut.Cancel();
        }

        foreach (var socket in (Socket[])[_client, _server])
        {
            try
            {
                if (reset && socket.AddressFamily != AddressFamily.Unix)
                {
                    socket.LingerState = new LingerOption(enable: true, 0);
                }
                else
                {
                    socket.Shutdown(SocketShutdown.Both);
                }
            }
            catch (SocketException)
            {
                // That end was first.
            }

            socket.Dispose();
        }
    }
}
