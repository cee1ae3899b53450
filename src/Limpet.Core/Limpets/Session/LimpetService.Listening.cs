using System.Net.Sockets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Limpets.Transport.Tls;

namespace Limpet.Core.Limpets.Session;

/// <content>A server: listens, and has each peer met on a thread of its own.</content>
public sealed partial class LimpetService
{
    // So many may be about to say HELO. Where there are more, those who have kept silent longest go, so that they shut out nobody who speaks.
    private const int MostMeetings = 32;

    private static readonly TimeSpan AcceptRetry = TimeSpan.FromMilliseconds(500);

    private readonly LinkedList<LinkTransport> _meetings = [];

    private Func<LimpetOutcome> BeginListening(Endpoint endpoint)
    {
        var listener = endpoint.Listen(_options.Listening);
        Become(LimpetState.Listening);
        return () =>
        {
            using (listener)
            {
                _teller.Tell(new ListeningEvent(endpoint));
                if (endpoint.IsExposed)
                {
                    _teller.Tell(new ExposedEvent(endpoint));
                }

                return _options.Once ? ServeOne(listener) : ServeAll(listener);
            }
        };
    }

    private LimpetOutcome ServeOne(EndpointListener listener)
    {
        while (true)
        {
            var transport = LinkTransports.Over(listener.Accept(_stopping.Token), _endpoint!, Role, _options.Tls);
            var peer = NewPeer(transport);
            Become(LimpetState.Connecting);
            try
            {
                // There is one peer; who comes later is told at once that nobody listens.
                return RunLink(peer, transport, whenMet: listener.Dispose);
            }
            catch (LimpetException e) when (!_stopping.IsCancellationRequested && (OnlyLooked(peer, e) || e is PeerRefusedException or TlsException))
            {
                TellOfStranger(peer, e);
                Become(LimpetState.Listening);
            }
        }
    }

    private LimpetOutcome ServeAll(EndpointListener listener)
    {
        var failing = false;
        while (true)
        {
            Socket? socket = null;
            try
            {
                socket = listener.Accept(_stopping.Token);
                var number = NextLink();
                StartThread($"limpet {Endpoint} peer", () => ServePeer(number, socket));
                failing = false;
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                // No descriptor left, no memory for a thread: it passes.
                socket?.Dispose();
                if (!failing)
                {
                    _teller.Tell(new AcceptFailedEvent(e.Message));
                }

                failing = true;
                _stopping.Token.WaitHandle.WaitOne(AcceptRetry);
            }
        }
    }

    private void ServePeer(int number, Socket socket)
    {
        LimpetPeer? peer = null;
        LinkedListNode<LinkTransport>? meeting = null;
        try
        {
            var transport = LinkTransports.Over(socket, _endpoint!, Role, _options.Tls);
            meeting = BeginMeeting(transport);
            peer = NewPeer(number, transport);
            RunLink(peer, transport, whenMet: () => EndMeeting(meeting));
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // It was stopped while they met.
        }
        catch (Exception e)
        {
            // Whatever it is concerns this peer alone.
            TellOfStranger(peer, e);
        }
        finally
        {
            EndMeeting(meeting);
        }
    }

    private LinkedListNode<LinkTransport> BeginMeeting(LinkTransport transport)
    {
        LinkTransport? oldest = null;
        LinkedListNode<LinkTransport> meeting;
        lock (_meetings)
        {
            meeting = _meetings.AddLast(transport);
            if (_meetings.Count > MostMeetings)
            {
                oldest = _meetings.First!.Value;
                _meetings.RemoveFirst();
            }
        }

        oldest?.ShutDown();
        return meeting;
    }

    private void EndMeeting(LinkedListNode<LinkTransport>? meeting)
    {
        lock (_meetings)
        {
            if (meeting?.List is not null)
            {
                _meetings.Remove(meeting);
            }
        }
    }

    private void TellOfStranger(LimpetPeer? peer, Exception why)
    {
        var who = peer?.Identity.ToString() ?? "somebody";
        if (why is PeerRefusedException refused)
        {
            _teller.Tell(new PeerRefusedEvent(who, refused.Reason));
        }
        else if (!OnlyLooked(peer, why))
        {
            _teller.Tell(new PeerFailedEvent(who, why.Message));
        }
    }

    // Somebody looked whether anybody listens here, and went without a word.
    private static bool OnlyLooked(LimpetPeer? peer, Exception why) => why is OtherLimpetGoneAwayException && peer is { HasSpoken: false };
}
