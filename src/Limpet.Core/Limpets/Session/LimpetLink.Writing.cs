using System.Diagnostics;
using Limpet.Core.Messages;
using Limpet.Core.Native;

namespace Limpet.Core.Limpets.Session;

/// <content>From KBUS to the other Limpet, on the link's own thread.</content>
internal sealed partial class LimpetLink
{
    private const int BatchMost = 256;

    private readonly KernelSemaphore _wake = new();
    private readonly List<KbusMessage> _toLink = [];
    private CancellationTokenSource _kick = new();
    private long _lastSend;

    private void WriteLoop()
    {
        try
        {
            if (_ksock.Source is { } source)
            {
                _ksock.AnswersReady = Stirred;
                source.Readable = Stirred;
                while (!HasEnded)
                {
                    // What was queued before is ours to pump first; from then on this thread is woken when it is given the pump.
                    PumpAll();
                    _wake.Wait();
                }
            }
            else
            {
                _ksock.AnswersReady = Kick;
                WriteWaiting();
            }
        }
        catch (Exception e)
        {
            EndBy(e);
        }
    }

    private void PumpAll()
    {
        do
        {
            bool empty;
            do
            {
                empty = _ksock.Read(_toLink, BatchMost);
                EncodeAndFlush();
                if (empty)
                {
                    Flush();
                }
            }
            while (!empty && !HasEnded);

            EndIfTerminated();
        }
        while (!HasEnded && !TryLeave(Writer));
    }

    // Where the bus cannot call back, or is another process's: messages are waited for, many at a time.
    private void WriteWaiting()
    {
        while (!HasEnded)
        {
            try
            {
                _ksock.ReadWaiting(_toLink, BatchMost, _kick.Token);
            }
            catch (OperationCanceledException)
            {
                // Somebody has an answer for the other Limpet, or the link has ended: looked at in this order, neither is missed.
                Interlocked.Exchange(ref _kick, new CancellationTokenSource());
                continue;
            }

            EncodeAndFlush();
            Flush();
            EndIfTerminated();
        }
    }

    private void Kick() => Volatile.Read(ref _kick).Cancel();

    private void Encode()
    {
        foreach (var message in _toLink)
        {
            _out.Add(message);
        }

        _toLink.Clear();
    }

    // Where the other side does not take what is sent, the buffer fills, and then no more is read from our Ksock until it does or its time is over.
    private void EncodeAndFlush()
    {
        foreach (var message in _toLink)
        {
            _out.Add(message);
            if (_out.IsFull)
            {
                Flush();
            }
            else if (_out.IsWorthSending)
            {
                _out.TryFlush(_transport);
            }
        }

        _toLink.Clear();
    }

    private void Flush()
    {
        if (!_out.IsEmpty || _transport.HoldsBytes)
        {
            _out.Flush(_transport, _options.StallTimeout);
            _lastSend = Stopwatch.GetTimestamp();
        }
    }

    private void EndIfTerminated()
    {
        if (_ksock.IsTerminated)
        {
            End(new LimpetOutcome(LimpetEnd.TerminationMessage, "The termination message was read."));
        }
    }
}
