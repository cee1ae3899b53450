using System.Net.Sockets;
using System.Text;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Originals;

/// <summary>
/// A Limpet as the originals are: limpet.md without what is marked as better there, on a Ksock and a socket of its own. It takes one peer, echoes Replies, passes
/// overheard Requests on as Requests, names Statuses with garbage, and dies of a second replier.
/// </summary>
internal sealed class OriginalLimpet : IDisposable
{
    private const uint On = 1;

    private readonly IKsock _ksock;
    private readonly uint _networkId;
    private readonly TaskCompletionSource<string> _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<MessageId, uint> _requests = [];
    private readonly Lock _gate = new();
    private readonly EndpointListener? _listener;
    private readonly Thread _thread;
    private Socket? _socket;
    private OriginalWire? _wire;
    private uint _pair;
    private string? _reason;

    private OriginalLimpet(IKsock ksock, uint networkId, EndpointListener? listener, Func<Socket> connect)
    {
        (_ksock, _networkId, _listener) = (ksock, networkId, listener);
        _ksock.MessagesOnlyOnce(On);
        _ksock.Bind("$.*", BindingKind.Listener);
        _ksock.Bind("$.KBUS.ReplierBindEvent", BindingKind.Listener);
        _ksock.ReportReplierBinds(On);
        _thread = new Thread(() => Live(connect)) { IsBackground = true, Name = "original" };
        _thread.Start();
    }

    /// <summary>Ends when it does, and says why.</summary>
    public Task<string> Died => _died.Task;

    /// <summary>How many messages came over the link.</summary>
    public int Received { get; private set; }

    /// <summary>Answers that nobody there had asked for: the echoes of its own, listeners' copies, farewells.</summary>
    public int Unasked { get; private set; }

    /// <summary>Listens, and takes one peer.</summary>
    public static OriginalLimpet Serve(IKsock ksock, Endpoint endpoint, uint networkId)
    {
        var listener = endpoint.Listen();
        return new OriginalLimpet(ksock, networkId, listener, () => listener.Accept());
    }

    /// <summary>Connects.</summary>
    public static OriginalLimpet Connect(IKsock ksock, Endpoint endpoint, uint networkId)
        => new(ksock, networkId, listener: null, () => endpoint.Connect(Session.Junction.Patience));

    public void Dispose()
    {
        _stopping.Cancel();
        _listener?.Dispose();
        _socket?.Dispose();
        _thread.Join();
        _stopping.Dispose();
    }

    private void Live(Func<Socket> connect)
    {
        Thread? reader = null;
        try
        {
            _socket = connect();
            _listener?.Dispose();
            if (_socket.AddressFamily != AddressFamily.Unix)
            {
                _socket.NoDelay = false;
            }

            _wire = new OriginalWire(_socket);
            _wire.SendHelo(_networkId);
            _pair = _wire.ReceiveHelo();
            if (_pair == 0 || _pair == _networkId)
            {
                throw new OriginalDiedException($"The network id {_pair} will not do.");
            }

            reader = new Thread(() => Guard(FromLink)) { IsBackground = true, Name = "original in" };
            reader.Start();
        }
        catch (Exception e)
        {
            Die(e);
        }

        Guard(FromKbus);
        reader?.Join();
        _ksock.Dispose();
        _socket?.Dispose();
        _died.TrySetResult(_reason ?? "It was stopped.");
    }

    private void Guard(Action loop)
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                loop();
            }
        }
        catch (Exception e)
        {
            Die(e);
        }
    }

    // Whatever it is: an original knows no way to go on.
    private void Die(Exception e)
    {
        Interlocked.CompareExchange(ref _reason, e.Message, null);
        _stopping.Cancel();
        _socket?.Dispose();
    }

    // limpet.md 3.
    private void FromKbus()
    {
        var message = _ksock.Receive(_stopping.Token);
        if (message.Name == MessageName.ReplierBindEvent)
        {
            if (BitConverter.ToUInt32(message.Data.Span[4..]) == _ksock.Id)
            {
                return;
            }
        }
        else if ((message.Flags & MessageFlags.WantYouToReply) != 0)
        {
            lock (_gate)
            {
                _requests[message.Id] = message.From;
            }
        }

        if (message.Id.Network != _pair)
        {
            Send(message with
            {
                Id = message.Id.Network == 0 ? message.Id with { Network = _networkId } : message.Id,
                OrigFrom = message.OrigFrom.Network == 0 ? new OriginId(_networkId, message.From) : message.OrigFrom,
            });
        }
    }

    // limpet.md 4.
    private void FromLink()
    {
        var message = _wire!.Receive();
        Received++;
        if (message.Name == MessageName.ReplierBindEvent)
        {
            var name = Encoding.Latin1.GetString(message.Data.Span.Slice(12, BitConverter.ToInt32(message.Data.Span[8..])));
            if (BitConverter.ToUInt32(message.Data.Span) == 1)
            {
                _ksock.Bind(name, BindingKind.Replier);
            }
            else
            {
                _ksock.Unbind(name, BindingKind.Replier);
            }
        }
        else if (!message.InReplyTo.IsNone)
        {
            Answer(message);
        }
        else if ((message.Flags & MessageFlags.WantYouToReply) != 0 && (message.To != 0 || !message.FinalTo.IsNone))
        {
            PassStateful(message);
        }
        else
        {
            Put(message);
        }
    }

    private void Answer(KbusMessage message)
    {
        var request = message.InReplyTo.Network == _networkId ? message.InReplyTo with { Network = 0 } : message.InReplyTo;
        uint asker;
        lock (_gate)
        {
            if (!_requests.Remove(request, out asker))
            {
                Unasked++;
                return;
            }
        }

        Put(message with { Id = MessageId.None, InReplyTo = request, To = asker });
    }

    private void PassStateful(KbusMessage message)
    {
        var finalTo = message.FinalTo.Network == _networkId ? message.FinalTo with { Network = 0 } : message.FinalTo;
        var replier = _ksock.FindReplier(message.Name.Value);
        if (replier == 0)
        {
            Send(new KbusMessage(MessageName.Parse("$.KBUS.Replier.GoneAway")) { To = message.From, InReplyTo = message.Id });
        }
        else if (finalTo.Network == 0 && replier != finalTo.Local)
        {
            Send(new KbusMessage(MessageName.Parse("$.KBUS.Replier.NotSameKsock")) { To = message.From, InReplyTo = message.Id });
        }
        else
        {
            Put(message with { FinalTo = finalTo, To = finalTo.Network == 0 ? finalTo.Local : replier });
        }
    }

    private void Put(KbusMessage message)
    {
        var error = _ksock.TrySend(message, out _);
        if (error != Errno.None && message.IsRequest)
        {
            // As many bytes as the number has digits, but not the digits.
            var garbage = Enumerable.Repeat((byte)0xE8, $"{(int)error}".Length);
            Send(new KbusMessage(message.Name) { To = message.From, InReplyTo = message.Id }, [.. "$.KBUS.RemoteError."u8, .. garbage]);
        }
    }

    private void Send(KbusMessage message, byte[]? name = null)
    {
        lock (_wire!)
        {
            _wire.Send(message, name);
        }
    }
}
