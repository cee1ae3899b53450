using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Session;

/// <content>From the other Limpet to KBUS.</content>
internal sealed partial class LimpetLink
{
    private static readonly TimeSpan CongestionLook = TimeSpan.FromMilliseconds(10);

    private const int HearAfter = 32;

    private int _readerThread;
    private bool _delivering;
    private bool _stirredMeanwhile;

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
            // Whatever it is ends this link, and not the process.
            EndBy(e);
        }
    }

    private void DeliverDecoded()
    {
        while (_decoder.TryRead(out var message) && !HasEnded)
        {
            Deliver(message);
            while (_ksock.IsCongested && !HasEnded)
            {
                // Somebody on our bus who takes no more makes the other Limpet wait, and those behind it.
                _ended.Wait(CongestionLook);
            }
        }
    }

    // Hears its own messages some at a time, but those of others on this bus not much later.
    private void Deliver(KbusMessage message)
    {
        _delivering = true;
        var more = true;
        for (var i = 1; more; i++)
        {
            _ksock.Deliver(message);
            more = i < HearAfter && !_ksock.IsCongested && !HasEnded && _decoder.TryRead(out message!);
        }

        _delivering = false;
        if (_stirredMeanwhile)
        {
            _stirredMeanwhile = false;
            Stirred();
        }
    }
}
