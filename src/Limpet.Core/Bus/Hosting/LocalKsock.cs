using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Bus.Hosting;

/// <summary>
/// A Ksock on a bus that this process hosts. Sending and receiving run on the caller's own thread; nothing is handed to another one.
/// </summary>
internal sealed class LocalKsock : KsockBase, IKsockOwner, IWaitingSender, IBulkKsock, IBulkSource
{
    private readonly BusHost _host;
    private readonly BusKsock _ksock;
    private readonly Sleepers _sleepers = new();
    private int _newsCount;
    private int _waitingToSend;

    public LocalKsock(BusHost host, BusKsock ksock)
        : base(host.Device.Number, ksock.Id, ksock.CanWrite, host.Description)
    {
        _host = host;
        _ksock = ksock;
        ksock.Tag = this;
    }

    public Action? Readable { get; set; }

    bool IBulkKsock.HearsItself
    {
        set
        {
            lock (_host.Gate)
            {
                _ksock.HearsItself = value;
            }
        }
    }

    bool IKsockOwner.WantsRetry => Volatile.Read(ref _waitingToSend) > 0;

    public override Errno TrySend(KbusMessage message, out MessageId id)
    {
        Errno error;
        News news;
        lock (_host.Gate)
        {
            id = MessageId.None;
            error = _host.IsGone ? Errno.ENODEV : _ksock.Send(message, out id);
            news = _host.TakeNews();
        }

        news.Tell();
        return error;
    }

    int IBulkKsock.TrySend(ReadOnlySpan<KbusMessage> messages, Span<Errno> errors)
    {
        var tried = 0;
        News news;
        lock (_host.Gate)
        {
            while (tried < messages.Length)
            {
                var error = _host.IsGone ? Errno.ENODEV : _ksock.Send(messages[tried], out _);
                errors[tried++] = error;
                if (error == Errno.EAGAIN)
                {
                    break;
                }
            }

            news = _host.TakeNews();
        }

        news.Tell();
        return tried;
    }

    int IBulkSource.TryReceive(List<KbusMessage> into, int most) => TryReceiveMany(into, most);

    public override void Receive(ICollection<KbusMessage> into, int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        while (true)
        {
            var known = Volatile.Read(ref _newsCount);
            if (TryReceiveMany(into, most) > 0)
            {
                return;
            }

            WaitForNews(known, cancellationToken);
        }
    }

    public override KsockEvents Wait(KsockEvents wanted, CancellationToken cancellationToken)
    {
        var toSend = (wanted & KsockEvents.Writable) != 0;
        if (toSend)
        {
            Interlocked.Increment(ref _waitingToSend);
        }

        try
        {
            while (true)
            {
                var known = Volatile.Read(ref _newsCount);
                var events = Poll() & wanted;
                if (events != KsockEvents.None)
                {
                    return events;
                }

                WaitForNews(known, cancellationToken);
            }
        }
        finally
        {
            if (toSend)
            {
                Interlocked.Decrement(ref _waitingToSend);
            }
        }
    }

    Errno IWaitingSender.WaitToSend(CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = Volatile.Read(ref _newsCount);
            var error = Run(_ksock.RetrySend);
            if (error != Errno.EAGAIN)
            {
                return error;
            }

            WaitForNews(known, cancellationToken);
        }
    }

    Errno IWaitingSender.GiveUp(MessageId id) => Run(() => _ksock.GiveUp(id));

    void IKsockOwner.Stirred()
    {
        Interlocked.Increment(ref _newsCount);
        _sleepers.Wake();
        Readable?.Invoke();
    }

    void IKsockOwner.Gone() => ((IKsockOwner)this).Stirred();

    protected override Errno OnBind(string name, BindingKind kind) => Run(() => _ksock.Bind(name, kind));

    protected override Errno OnUnbind(string name, BindingKind kind) => Run(() => _ksock.Unbind(name, kind));

    protected override Errno OnFindReplier(string name, out uint replier)
    {
        var found = 0u;
        var error = Run(() => _ksock.FindReplier(name, out found));
        replier = found;
        return error;
    }

    protected override Errno OnTryReceive(out KbusMessage? message)
    {
        News news;
        lock (_host.Gate)
        {
            message = null;
            if (Unusable is not Errno.None and var error)
            {
                return error;
            }

            message = _ksock.Receive();
            news = _host.TakeNews();
        }

        news.Tell();
        return Errno.None;
    }

    protected override Errno OnPoll(out KsockEvents events)
    {
        var now = default((bool Readable, bool Writable));
        var error = Run(() =>
        {
            now = _ksock.Poll();
            return Unusable;
        });
        events = (now.Readable ? KsockEvents.Readable : KsockEvents.None) | (now.Writable ? KsockEvents.Writable : KsockEvents.None);
        return error;
    }

    protected override Errno OnWrite(ReadOnlySpan<byte> bytes)
    {
        lock (_host.Gate)
        {
            return _host.IsGone ? Errno.ENODEV : _ksock.Write(bytes);
        }
    }

    protected override Errno OnSendWritten(out MessageId id)
    {
        var sent = MessageId.None;
        var error = Run(() =>
        {
            var (name, data) = OwnMemory.Fetch(_ksock.Pointers);
            return _ksock.SendWritten(out sent, name, data);
        });
        id = sent;
        return error;
    }

    protected override Errno OnDiscard() => Run(_ksock.Discard);

    protected override Errno OnNextMessage(out uint length)
    {
        var popped = 0u;
        var error = Run(() => _ksock.NextMessage(out popped));
        length = popped;
        return error;
    }

    protected override Errno OnRead(Span<byte> into, out int read)
    {
        lock (_host.Gate)
        {
            read = 0;
            return _host.IsGone ? Errno.ENODEV : _ksock.Read(into, out read);
        }
    }

    protected override Errno OnQuery(KsockQuery query, out ulong answer)
    {
        lock (_host.Gate)
        {
            answer = _ksock.Answer(query);
            return Unusable;
        }
    }

    protected override Errno OnSet(KsockOperation setting, uint value, out uint answer)
    {
        var now = 0u;
        var error = Run(() => _ksock.Set(setting, value, out now));
        answer = now;
        return error;
    }

    protected override Errno OnNewDevice(out uint number)
    {
        number = 0;
        if (Unusable is not Errno.None and var error)
        {
            return error;
        }

        var made = _host.NewDevice();
        number = made ?? 0;
        return made is null ? Errno.EINVAL : Errno.None;
    }

    protected override void OnClose()
    {
        Run(() =>
        {
            _ksock.Close();
            return Errno.None;
        });
        ((IKsockOwner)this).Stirred();
        Readable = null;

        _sleepers.Close();
    }

    private Errno Unusable => _host.IsGone ? Errno.ENODEV : _ksock.IsClosed ? Errno.EBADF : Errno.None;

    private Errno Run(Func<Errno> operation) => _host.Run(() => _host.IsGone ? Errno.ENODEV : operation());

    private int TryReceiveMany(ICollection<KbusMessage> into, int most)
    {
        var taken = 0;
        News news;
        lock (_host.Gate)
        {
            Check(Unusable, KsockOperation.Receive);
            while (taken < most && _ksock.Receive() is { } message)
            {
                into.Add(message);
                taken++;
            }

            news = _host.TakeNews();
        }

        news.Tell();
        return taken;
    }

    // Returns when there has been news since the count was known, and now and then without: whoever waits looks again.
    private void WaitForNews(int known, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var sleeper = _sleepers.Add();
        try
        {
            using (cancellationToken.UnsafeRegister(static sleeper => ((Sleeper)sleeper!).Wake(), sleeper))
            {
                if (Volatile.Read(ref _newsCount) == known && !cancellationToken.IsCancellationRequested)
                {
                    sleeper.Sleep();
                }
            }
        }
        finally
        {
            _sleepers.Remove(sleeper);
        }
    }
}
