using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Limpets.Session;

/// <content>From the other Limpet to KBUS.</content>
internal sealed partial class LimpetLink
{
    private static readonly TimeSpan CongestionLook = TimeSpan.FromMilliseconds(10);

    private int _readerThread;

    private void ReadLoop()
    {
        _readerThread = Environment.CurrentManagedThreadId;
        try
        {
            while (!HasEnded)
            {
                DeliverDecoded();
                var count = SocketIO.Receive(_socket, _decoder.GetSpan(), new Deadline(Timeout.InfiniteTimeSpan));
                if (count == 0)
                {
                    // Shutting the socket down ourselves ends it too.
                    if (!HasEnded)
                    {
                        _decoder.End();
                    }

                    throw new OtherLimpetGoneAwayException("The other Limpet closed the connection.");
                }

                _decoder.Advance(count);
            }
        }
        catch (Exception e)
        {
            EndBy(e);
        }
    }

    private void DeliverDecoded()
    {
        while (_decoder.TryRead(out var message) && !HasEnded)
        {
            _ksock.Deliver(message);
            while (_ksock.IsCongested && !HasEnded)
            {
                // Somebody on our bus who takes no more makes the other Limpet wait, and those behind it.
                _ended.Wait(CongestionLook);
            }
        }
    }
}
