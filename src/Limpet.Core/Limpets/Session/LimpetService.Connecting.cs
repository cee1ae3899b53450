using System.Diagnostics;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Limpets.Transport.Tls;

namespace Limpet.Core.Limpets.Session;

/// <content>A client: connects, and connects again.</content>
public sealed partial class LimpetService
{
    // A link that lasted so long, or over which anything came, was of use: what comes after it begins anew.
    private static readonly TimeSpan Useful = TimeSpan.FromSeconds(1);

    private bool _wasConnected;

    private Func<LimpetOutcome> BeginConnecting(Endpoint endpoint)
    {
        Become(LimpetState.Connecting);
        try
        {
            var transport = LinkTransports.Connect(endpoint, _options.Tls, _options.Timeout, _stopping.Token);
            return () => KeepConnected(endpoint, transport, failure: null);
        }
        catch (LimpetException e) when (MayTryAgain(e, failed: 1))
        {
            return () => KeepConnected(endpoint, first: null, e);
        }
    }

    // Link after link, each on this thread, with a wait before each further one.
    private LimpetOutcome KeepConnected(Endpoint endpoint, LinkTransport? first, Exception? failure)
    {
        var backoff = new Backoff(_options.FirstRetry, _options.LongestRetry, Random.Shared.NextDouble);
        var failed = failure is null ? 0 : 1;
        var transport = first;
        while (true)
        {
            LimpetOutcome outcome;
            var useful = false;
            try
            {
                outcome = failure is null ? RunClient(endpoint, transport, out useful) : LimpetOutcome.Failed(failure);
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                outcome = LimpetOutcome.Failed(e);
            }

            if (useful)
            {
                backoff.Reset();
                failed = 0;
            }
            else if (failure is null)
            {
                failed++;
            }

            (transport, failure) = (null, null);
            if (outcome.End is LimpetEnd.Stopped or LimpetEnd.TerminationMessage || _stopping.IsCancellationRequested || !MayTryAgain(outcome.Error, failed))
            {
                return outcome;
            }

            Pause(backoff.Next(), failed + 1, outcome.Reason);
        }
    }

    private LimpetOutcome RunClient(Endpoint endpoint, LinkTransport? transport, out bool useful)
    {
        Become(LimpetState.Connecting);
        transport ??= LinkTransports.Connect(endpoint, _options.Tls, _options.Timeout, _stopping.Token);
        var peer = NewPeer(transport);
        var outcome = RunLink(peer, transport);
        useful = peer.Counters.In > 0 || Stopwatch.GetElapsedTime(peer.ConnectedAt) >= Useful;
        _wasConnected = true;
        return outcome;
    }

    private void Pause(TimeSpan delay, int attempt, string reason)
    {
        Problem = reason;
        Become(LimpetState.Retrying);
        _teller.Tell(new RetryingEvent(attempt, delay, reason));
        _stopping.Token.WaitHandle.WaitOne(delay);
        _stopping.Token.ThrowIfCancellationRequested();
    }

    // Before it was ever connected, what a person has to mend ends it; later that may be mended at the other end, which nobody at this one might notice.
    private bool MayTryAgain(Exception? error, int failed)
        => !_options.Once
        && (_options.MaxAttempts == 0 || failed < _options.MaxAttempts)
        && error is not TurnedAwayException { IsDisplaced: true }
        && (_wasConnected || error is not (NetworkIdException or BadMessageException or PeerRefusedException or TlsException { IsLasting: true } or EndpointException { Fault: not EndpointFault.UnknownHost }));

    private LimpetOutcome RunHandedOn()
    {
        var (transport, decoder) = _handedOn!.HandOn();
        var peer = NewPeer(transport);
        peer.NetworkId = _handedOn.PeerNetworkId;
        return RunLink(peer, transport, decoder);
    }
}
