using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks;

/// <summary>What people do with a Ksock, made of the operations every Ksock has.</summary>
public static class KsockExtensions
{
    /// <summary>Sends and throws what the bus refuses. A send that must wait (EAGAIN) is left waiting; <see cref="IKsock.Poll"/> retries it.</summary>
    /// <returns>The id the message got.</returns>
    /// <exception cref="KbusException">See kbus.md 5.</exception>
    public static MessageId Send(this IKsock ksock, KbusMessage message)
    {
        var error = ksock.TrySend(message, out var id);
        return error == Errno.None ? id : throw new KbusException(error, message, ksock.Device);
    }

    /// <summary>
    /// Sends and, where an ALL_OR_WAIT message finds a recipient full, waits until it has gone. Cancelling gives it up (DISCARD), unless it has gone by then.
    /// </summary>
    /// <returns>The id the message got.</returns>
    /// <exception cref="KbusException">
    /// See kbus.md 5. One that is refused after waiting is refused as it would have been at once; where a bus can only be polled meanwhile, that tells of a Request
    /// by a Status, and of a Reply whose asker has gone.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// It was cancelled before it went, and never goes; unless another thread polls the same Ksock of a device just then, which may send it all the same.
    /// </exception>
    public static MessageId Send(this IKsock ksock, KbusMessage message, CancellationToken cancellationToken)
    {
        var error = ksock.TrySend(message, out var id);
        if (error == Errno.EAGAIN)
        {
            try
            {
                if (ksock is IWaitingSender sender)
                {
                    error = sender.WaitToSend(cancellationToken);
                }
                else
                {
                    ksock.Wait(KsockEvents.Writable, cancellationToken);
                    error = Errno.None;
                }
            }
            catch (OperationCanceledException)
            {
                error = ksock.GiveUp(id);
                if (error == Errno.EAGAIN)
                {
                    throw;
                }
            }
        }

        return error == Errno.None ? id : throw new KbusException(error, message, ksock.Device);
    }

    /// <summary>Pops the next message, waiting until there is one.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    public static KbusMessage Receive(this IKsock ksock, CancellationToken cancellationToken = default)
    {
        var one = new List<KbusMessage>(1);
        ksock.Receive(one, 1, cancellationToken);
        return one[0];
    }

    /// <summary>
    /// As <see cref="IKsock.Wait"/>, for a task. On a device no thread waits for it but the one that waits for all Ksocks of that device; on an embedded bus it has a
    /// thread of its own, which is none of the thread pool's.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    public static ValueTask<KsockEvents> WaitAsync(this IKsock ksock, KsockEvents wanted, CancellationToken cancellationToken = default)
        => ksock is IAsyncWaiter waiter
            ? waiter.WaitAsync(wanted, cancellationToken)
            : new(OnThreadOfItsOwn(() => ksock.Wait(wanted, cancellationToken), cancellationToken));

    /// <summary>Pops the next message, waiting as <see cref="WaitAsync"/> does until there is one.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    public static async ValueTask<KbusMessage> ReceiveAsync(this IKsock ksock, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (ksock.TryReceive() is { } message)
            {
                return message;
            }

            // Another task may be quicker to pop what this one is told of.
            await ksock.WaitAsync(KsockEvents.Readable, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>As <see cref="Send(IKsock, KbusMessage, CancellationToken)"/>, waiting as <see cref="WaitAsync"/> does.</summary>
    /// <returns>The id the message got.</returns>
    /// <exception cref="KbusException">See there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before it went.</exception>
    public static async ValueTask<MessageId> SendAsync(this IKsock ksock, KbusMessage message, CancellationToken cancellationToken = default)
    {
        var error = ksock.TrySend(message, out var id);
        if (error == Errno.EAGAIN)
        {
            try
            {
                error = await ksock.WaitToSendAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                error = ksock.GiveUp(id);
                if (error == Errno.EAGAIN)
                {
                    throw;
                }
            }
        }

        return error == Errno.None ? id : throw new KbusException(error, message, ksock.Device);
    }

    private static Errno GiveUp(this IKsock ksock, MessageId id)
    {
        if (ksock is IWaitingSender sender)
        {
            return sender.GiveUp(id);
        }

        try
        {
            ksock.SendWritten();
            return Errno.None;
        }
        catch (KbusException e) when (e.Errno == Errno.EAGAIN)
        {
            ksock.Discard();
            return Errno.EAGAIN;
        }
        catch (KbusException e)
        {
            // There is nothing to send any more where a poll has sent it.
            return e.Errno == Errno.ENOMSG ? Errno.None : e.Errno;
        }
    }

    private static async ValueTask<Errno> WaitToSendAsync(this IKsock ksock, CancellationToken cancellationToken)
    {
        if (ksock is IWaitingSender sender)
        {
            return await OnThreadOfItsOwn(() => sender.WaitToSend(cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        await ksock.WaitAsync(KsockEvents.Writable, cancellationToken).ConfigureAwait(false);
        return Errno.None;
    }

    private static Task<T> OnThreadOfItsOwn<T>(Func<T> wait, CancellationToken cancellationToken)
        => Task.Factory.StartNew(wait, cancellationToken, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
