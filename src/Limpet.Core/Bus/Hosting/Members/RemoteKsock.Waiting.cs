using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Bus.Hosting.Members;

/// <content>What waits, on connections of their own.</content>
internal sealed partial class RemoteKsock
{
    private readonly Lock _waitersGate = new();
    private readonly Stack<HostLink> _idle = new();
    private readonly List<HostLink> _waiters = [];

    public override void Receive(ICollection<KbusMessage> into, int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var waiter = TakeWaiter(cancellationToken);
        var count = 0u;
        try
        {
            if (ExchangeWaiting(waiter, MemberOperation.Receive, (uint)most, cancellationToken, out var answer))
            {
                answer.U32();
                count = answer.U32();
                if (count > (uint)most || (count == 0 && !cancellationToken.IsCancellationRequested))
                {
                    throw answer.Malformed($"{count} messages, where 1 to {most} were waited for");
                }

                for (var i = 0u; i < count; i++)
                {
                    into.Add(answer.Message(_names));
                }
            }
        }
        catch
        {
            Discard(waiter);
            throw;
        }

        Return(waiter, KsockOperation.Receive, cancellationToken);
        if (count == 0)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public override KsockEvents Wait(KsockEvents wanted, CancellationToken cancellationToken)
    {
        var waiter = TakeWaiter(cancellationToken);
        var events = KsockEvents.None;
        try
        {
            if (ExchangeWaiting(waiter, MemberOperation.Wait, (uint)wanted, cancellationToken, out var answer))
            {
                answer.U32();
                events = (KsockEvents)answer.U32();
                if (events == KsockEvents.None && !cancellationToken.IsCancellationRequested)
                {
                    throw answer.Malformed("nothing, where events were waited for");
                }
            }
        }
        catch
        {
            Discard(waiter);
            throw;
        }

        Return(waiter, KsockOperation.Poll, cancellationToken);
        return events != KsockEvents.None ? events : throw new OperationCanceledException(cancellationToken);
    }

    Errno IWaitingSender.WaitToSend(CancellationToken cancellationToken)
    {
        var waiter = TakeWaiter(cancellationToken);
        var error = Errno.EAGAIN;
        try
        {
            if (ExchangeWaiting(waiter, MemberOperation.WaitToSend, argument: null, cancellationToken, out var answer))
            {
                error = (Errno)answer.U32();
                if (error == Errno.EAGAIN && !cancellationToken.IsCancellationRequested)
                {
                    throw answer.Malformed("EAGAIN, where the end of a send was waited for");
                }
            }
        }
        catch
        {
            Discard(waiter);
            throw;
        }

        Return(waiter, KsockOperation.Send, cancellationToken);
        return error != Errno.EAGAIN ? error : throw new OperationCanceledException(cancellationToken);
    }

    // Asked on the connection that sends, whose answers are not lost when somebody cancels.
    Errno IWaitingSender.GiveUp(MessageId id)
    {
        lock (_gate)
        {
            Begin(MemberOperation.GiveUp).Id(id);
            return Exchange(out FrameReader _);
        }
    }

    private static bool ExchangeWaiting(HostLink waiter, MemberOperation operation, uint? argument, CancellationToken cancellationToken, out FrameReader answer)
    {
        waiter.Frame.Begin(operation);
        if (argument is { } value)
        {
            waiter.Frame.U32(value);
        }

        waiter.Frame.End();
        waiter.Broken = !waiter.TryExchange(cancellationToken, out answer);
        return !waiter.Broken;
    }

    private HostLink TakeWaiter(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_waitersGate)
        {
            Check(_closed ? Errno.EBADF : Errno.None, KsockOperation.Receive);
            if (_idle.TryPop(out var idle))
            {
                return idle;
            }
        }

        // Outside the lock: a host that stands still must not keep anybody from closing, nor from cancelling.
        HostLink? link = null;
        try
        {
            link = Attach(cancellationToken);
        }
        catch (KbusException) when (_closed)
        {
            // The host no longer knows a Ksock that was closed meanwhile, and ends the connection as if it were a stranger's.
        }

        lock (_waitersGate)
        {
            if (!_closed)
            {
                _waiters.Add(link!);
                return link!;
            }
        }

        link?.Dispose();
        throw new KbusException(Errno.EBADF, KsockOperation.Receive, Device);
    }

    private HostLink Attach(CancellationToken cancellationToken)
    {
        var link = HostLink.TryConnect(_path, Device) ?? throw new KbusException(Errno.ENODEV, KsockOperation.Receive, Device);
        link.LimitAnswers(MemberProtocol.AnswerTimeout);
        link.Frame.Begin(MemberOperation.Attach);
        link.Frame.U32(MemberProtocol.Version);
        link.Frame.U32(Id);
        link.Frame.U64(_token);
        link.Frame.End();
        try
        {
            if (link.TryExchange(cancellationToken, out var answer) && answer.U32() == (uint)Errno.None)
            {
                link.WaitForAnswers();
                return link;
            }
        }
        catch
        {
            link.Dispose();
            throw;
        }

        link.Dispose();
        cancellationToken.ThrowIfCancellationRequested();
        throw new KbusException(Errno.ENODEV, KsockOperation.Receive, Device);
    }

    private void Discard(HostLink waiter)
    {
        lock (_waitersGate)
        {
            _waiters.Remove(waiter);
            waiter.Dispose();
        }
    }

    private void Return(HostLink waiter, KsockOperation operation, CancellationToken cancellationToken)
    {
        lock (_waitersGate)
        {
            if (!waiter.Broken && !waiter.Spent && !_closed)
            {
                _idle.Push(waiter);
                return;
            }

            _waiters.Remove(waiter);
            waiter.Dispose();
            if (waiter.Spent)
            {
                return;
            }

            if (!_closed)
            {
                // It may be the cancelling that the host did not answer.
                cancellationToken.ThrowIfCancellationRequested();
            }

            Check(_closed ? Errno.EBADF : Errno.ENODEV, operation);
        }
    }
}
