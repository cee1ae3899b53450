using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Ksock;

/// <content>Trying again what waits: a message that found a recipient full, and bindings.</content>
public sealed partial class LimpetKsock
{
    private const int RetryMilliseconds = 10;

    private readonly Timer _retry;
    private bool _retrying;

    private void StartRetryingIfNeeded()
    {
        var needed = _waiting is not null || Rules.BindingsWait;
        if (needed != _retrying)
        {
            SetRetrying(needed);
        }
    }

    private void SetRetrying(bool on)
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _retrying = on;
                _retry.Change(on ? RetryMilliseconds : Timeout.Infinite, on ? RetryMilliseconds : Timeout.Infinite);
            }
        }
    }

    /// <summary>Tries again what waits; called when there may be room, and now and then on the timer.</summary>
    internal void Retry()
    {
        try
        {
            var waiting = false;
            List<LimpetEvent>? events;
            lock (_gate)
            {
                if (_working || _disposed)
                {
                    return;
                }

                waiting = _waiting is not null;
                _working = waiting;
                Rules.RetryBindings(Now, _actions);
                events = Sort(toLink: null);
            }

            Tell(events);
            if (waiting)
            {
                PollWaiting();
            }

            WorkOff();
        }
        catch (Exception e) when (e is KbusException or ObjectDisposedException)
        {
            // The Ksock is closed or its bus gone; whoever reads from it is told the same.
            SetRetrying(on: false);
        }
    }

    // Polling is what makes KBUS try again.
    private void PollWaiting()
    {
        try
        {
            if ((_ksock.Poll() & KsockEvents.Writable) != 0)
            {
                EndWaiting(Errno.None);
            }
        }
        finally
        {
            StopWorking();
        }
    }

    private void EndWaiting(Errno errno)
    {
        List<LimpetEvent>? events;
        lock (_gate)
        {
            var waited = _waiting!;
            _waiting = null;
            events = Settle(LimpetAction.SendToKbus(waited), errno);
        }

        Tell(events);
    }
}
