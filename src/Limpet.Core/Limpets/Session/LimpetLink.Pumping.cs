using System.Diagnostics;

namespace Limpet.Core.Limpets.Session;

/// <content>
/// From KBUS to the other Limpet, on the thread that put the message on our Ksock. One thread at a time has the pump, so that messages keep their order; who
/// finds it taken leaves word that there is more.
/// </content>
internal sealed partial class LimpetLink
{
    private const int Idle = 0;
    private const int Inline = 1;
    private const int Writer = 2;
    private const int Closed = 3;
    private const int More = 16;

    // So many messages a program that sends one carries before the link's own thread takes over.
    private const int InlineMost = 16;
    private const int InlineRounds = 4;

    // Announcements that follow one another faster than this are left to the link's own thread, which joins them into fewer writes.
    private static readonly long BulkGap = Stopwatch.Frequency / 5_000;

    [ThreadStatic]
    private static int s_carrying;

    // Who has the pump, and whether there is more since it looked. The link's own thread has it at first.
    private int _pump = Writer;

    // Called when there is something on our Ksock, on whatever thread put it there, when somebody made room for what waits, or with an answer for the other Limpet.
    private void Stirred()
    {
        if (_waitsForRoom)
        {
            _room.Set();
        }

        if (Environment.CurrentManagedThreadId == _readerThread && _delivering)
        {
            // Most likely what we just sent ourselves, which we hear as a listener.
            _stirredMeanwhile = true;
            return;
        }

        while (true)
        {
            var pump = Volatile.Read(ref _pump);
            if (pump == Idle)
            {
                if (Interlocked.CompareExchange(ref _pump, Inline, Idle) == Idle)
                {
                    PumpInline();
                    return;
                }
            }
            else if (pump == Closed || (pump & More) != 0 || Interlocked.CompareExchange(ref _pump, pump | More, pump) == pump)
            {
                return;
            }
        }
    }

    // Must not wait nor throw: the thread belongs to somebody else.
    private void PumpInline()
    {
        s_carrying++;
        try
        {
            var rounds = 0;
            do
            {
                if (rounds++ == InlineRounds || !TryCarry())
                {
                    Volatile.Write(ref _pump, Writer);
                    _wake.Release();
                    return;
                }
            }
            while (!TryLeave(Inline));
        }
        catch (Exception e)
        {
            EndBy(e);
            Volatile.Write(ref _pump, Idle);
        }
        finally
        {
            s_carrying--;
        }
    }

    // Says no where the rest is for the link's own thread.
    private bool TryCarry()
    {
        var all = _ksock.Read(_toLink, Environment.CurrentManagedThreadId == _readerThread ? BatchMost : InlineMost);
        var bulk = IsBulk();
        Encode();
        if (!all || bulk || HasEnded)
        {
            return false;
        }

        if (!_out.IsEmpty)
        {
            if (!_out.TryFlush(_transport))
            {
                return false;
            }

            _lastSend = Stopwatch.GetTimestamp();
        }

        EndIfTerminated();
        return true;
    }

    private bool IsBulk()
    {
        foreach (var message in _toLink)
        {
            if (message.IsRequest || message.IsReply)
            {
                // Somebody waits for it.
                return false;
            }
        }

        return _toLink.Count > 0 && Stopwatch.GetTimestamp() - _lastSend < BulkGap;
    }

    // Leaves the pump, unless there is more.
    private bool TryLeave(int self)
    {
        if (Interlocked.CompareExchange(ref _pump, Idle, self) == self)
        {
            return true;
        }

        Volatile.Write(ref _pump, self);
        return false;
    }

    // Waits for whoever is just carrying a message, and lets nobody begin.
    private void ClosePump()
    {
        var spin = default(SpinWait);
        while (true)
        {
            var pump = Volatile.Read(ref _pump);
            if ((pump & ~More) != Inline && Interlocked.CompareExchange(ref _pump, Closed, pump) == pump)
            {
                break;
            }

            spin.SpinOnce();
        }

        _ksock.AnswersReady = null;
        if (_ksock.Source is { } source)
        {
            source.Readable = null;
        }
    }
}
