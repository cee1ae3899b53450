using System.Net.Sockets;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Ksock;
using Limpet.Core.Limpets.Wire;

namespace Limpet.Core.Limpets.Session;

/// <content>What it does on its own thread.</content>
public sealed partial class LimpetService
{
    // Asks for the absolute maximum (kbus.md 4, MAXMSGSIZE): a message that the bus does not take at present is refused by it, and does not end the link.
    private const uint AskMaximum = 1;

    private int _liveThread;

    private void Live(EndpointListener? listener, Socket? socket)
    {
        _liveThread = Environment.CurrentManagedThreadId;
        LimpetOutcome outcome;
        try
        {
            if (listener is not null)
            {
                _teller.Tell(new ListeningEvent(listener.Endpoint));
            }

            outcome = MeetPeer(listener, socket).Run();
        }
        catch (Exception e) when (_stopping.IsCancellationRequested && e is LimpetException or KbusException or OperationCanceledException)
        {
            outcome = Stopped;
        }
        catch (Exception e)
        {
            // Whatever it is ends this Limpet, and not the process.
            outcome = LimpetOutcome.Failed(e);
        }
        finally
        {
            listener?.Dispose();
            _ksock!.Dispose();
        }

        Finish(outcome);
    }

    // Everything sent on our bus since before our HELO goes to the peer, so that a peer that has met us misses nothing.
    private LimpetLink MeetPeer(EndpointListener? listener, Socket? socket)
    {
        var ksock = new LimpetKsock(_ksock!, NetworkId, _options, Counters, _teller);
        WireDecoder? decoder = null;
        try
        {
            if (_handedOn is { } handedOn)
            {
                PeerNetworkId = handedOn.PeerNetworkId;
                (socket, decoder) = handedOn.HandOn();
                _handedOn = null;
            }
            else
            {
                socket = SayHelo(listener, socket);
            }

            ksock.Meet(PeerNetworkId!.Value);
            decoder ??= new WireDecoder(checked((int)ksock.MaxMessageSize(AskMaximum)));
            var link = new LimpetLink(socket!, decoder, ksock, $"limpet {Endpoint}");
            lock (_gate)
            {
                _stopping.Token.ThrowIfCancellationRequested();
                _link = link;
            }

            Become(LimpetState.Connected);
            _teller.Tell(new ConnectedEvent(PeerNetworkId!.Value, NetworkId, Endpoint, Bus));
            return link;
        }
        catch
        {
            ksock.Dispose();
            socket?.Dispose();
            decoder?.Dispose();
            throw;
        }
    }

    private Socket SayHelo(EndpointListener? listener, Socket? socket)
    {
        while (true)
        {
            var peer = socket ?? listener!.Accept(_stopping.Token);
            var said = 0;
            try
            {
                using var stop = _stopping.Token.UnsafeRegister(static s => LimpetSocket.ShutDown((Socket)s!), peer);
                Become(LimpetState.Connecting);
                PeerNetworkId = HeloExchange.Run(peer, NetworkId, _options.Timeout, out said);

                // There is one peer; who comes later is told at once that nobody listens.
                listener?.Dispose();
                return peer;
            }
            catch (OtherLimpetGoneAwayException) when (listener is not null && said == 0 && !_stopping.IsCancellationRequested)
            {
                // Somebody only looked whether anybody listens here.
                peer.Dispose();
                Become(LimpetState.Listening);
            }
            catch
            {
                peer.Dispose();
                throw;
            }
        }
    }
}
