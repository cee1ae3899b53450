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
    /// Sends and, where an ALL_OR_WAIT message finds a recipient full, waits until it has gone. Cancelling gives it up (DISCARD).
    /// </summary>
    /// <returns>The id the message got.</returns>
    /// <exception cref="KbusException">
    /// See kbus.md 5. One that is refused after waiting is refused as it would have been at once; where a bus can only be polled meanwhile, that tells of a Request
    /// by a Status, and of a Reply whose asker has gone.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled before it went.</exception>
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
                ksock.Discard();
                throw;
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
}
