using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks;

/// <summary>
/// A Ksock that can wait for its waiting send by trying it again with SEND, which gives the errno, where poll would swallow it or put it into a Status (kbus.md 5).
/// </summary>
internal interface IWaitingSender
{
    /// <summary>Waits until the waiting send has gone or been refused.</summary>
    /// <returns>None when it has gone, or nothing waits (any more); what refused it otherwise.</returns>
    /// <exception cref="KbusException">The Ksock is closed (EBADF), or the bus gone (ENODEV).</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before. The send still waits.</exception>
    Errno WaitToSend(CancellationToken cancellationToken);
}
