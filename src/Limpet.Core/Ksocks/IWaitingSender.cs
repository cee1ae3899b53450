using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks;

/// <summary>
/// A Ksock that can wait for its waiting send by trying it again with SEND, which gives the errno, where poll would swallow it or put it into a Status (kbus.md 5).
/// </summary>
internal interface IWaitingSender
{
    /// <summary>Waits until the waiting send has gone or been refused.</summary>
    /// <returns>
    /// None when it has gone, or nothing waits (any more); what refused it otherwise. On a bus of this process also EBADF where the Ksock is closed, and ENODEV where the bus
    /// has gone.
    /// </returns>
    /// <exception cref="KbusException">On another process's bus: the Ksock is closed (EBADF), that process has gone (ENODEV), or it answered what makes no sense (EIO).</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before. The send still waits, or what became of it <see cref="GiveUp"/> tells.</exception>
    Errno WaitToSend(CancellationToken cancellationToken);

    /// <summary>Gives up the waiting send (DISCARD) and tells whether it still waited, since it may have gone just before.</summary>
    /// <param name="id">The id it got.</param>
    /// <returns>EAGAIN where it waited and now never goes, None where it has gone; what refused it otherwise, or EBADF, or ENODEV.</returns>
    Errno GiveUp(MessageId id);
}
