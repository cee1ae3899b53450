using System.Net.Sockets;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Hosting;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>Some buses that nobody else sees, and Limpets that join them. Everything is closed with it.</summary>
internal sealed class Junction : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly EmbeddedBuses _buses = EmbeddedBuses.Private();
    private readonly List<LimpetService> _services = [];
    private readonly List<IKsock> _ksocks = [];
    private readonly CancellationTokenSource _timeout;
    private int _endpoints;

    /// <param name="timeout">How long the test may take; <see cref="Patience"/> where null.</param>
    public Junction(TimeSpan? timeout = null) => _timeout = new CancellationTokenSource(timeout ?? Patience);

    public TemporaryDirectory Directory { get; } = new();

    /// <summary>Over when the test has taken too long.</summary>
    public CancellationToken Timeout => _timeout.Token;

    public void Dispose()
    {
        foreach (var service in _services)
        {
            service.Dispose();
        }

        foreach (var ksock in _ksocks)
        {
            ksock.Dispose();
        }

        _buses.Dispose();
        _timeout.Dispose();
        Directory.Dispose();
    }

    /// <summary>A Ksock on a bus, which may be bound to a name at once.</summary>
    public IKsock Open(int bus, string? listen = null, string? replier = null)
    {
        var ksock = _buses.Open(bus);
        _ksocks.Add(ksock);
        ksock.MaxMessages(100_000);
        if (listen is not null)
        {
            ksock.Bind(listen, BindingKind.Listener);
        }

        if (replier is not null)
        {
            ksock.Bind(replier, BindingKind.Replier);
        }

        return ksock;
    }

    public Endpoint NewEndpoint() => new UnixEndpoint(Directory.At($"l{_endpoints++}"));

    public LimpetOptions Options(int bus, uint network, EventLog events) => new()
    {
        Kbus = bus,
        OpenKsock = () => _buses.Open(bus),
        NetworkId = network,
        OnEvent = events.Add,
        Timeout = Patience,
        Once = true,
    };

    /// <summary>A Limpet that listens for any number of peers.</summary>
    public (LimpetService Service, EventLog Events) Serve(int bus, Endpoint endpoint, uint network = 0, Func<LimpetOptions, LimpetOptions>? change = null)
    {
        var events = new EventLog();
        var service = Own(LimpetService.Listen(endpoint, Lasting(bus, network, events, change)));
        service.Start();
        return (service, events);
    }

    /// <summary>A Limpet that connects, and connects again without waiting long.</summary>
    public (LimpetService Service, EventLog Events) Dial(int bus, Endpoint endpoint, uint network = 0, Func<LimpetOptions, LimpetOptions>? change = null)
    {
        var events = new EventLog();
        var service = Own(LimpetService.Connect(endpoint, Lasting(bus, network, events, change)));
        service.Start();
        return (service, events);
    }

    public LimpetService Own(LimpetService service)
    {
        _services.Add(service);
        return service;
    }

    private LimpetOptions Lasting(int bus, uint network, EventLog events, Func<LimpetOptions, LimpetOptions>? change)
        => (change ?? (static o => o))(Options(bus, network == 0 ? (uint)bus : network, events) with
        {
            Once = false,
            FirstRetry = TimeSpan.FromMilliseconds(1),
            LongestRetry = TimeSpan.FromMilliseconds(20),
        });

    /// <summary>Joins two buses by a pair of Limpets, whose network ids are the buses' numbers unless said otherwise.</summary>
    public LimpetPair Join(
        int serverBus, int clientBus, Endpoint? endpoint = null, Func<LimpetOptions, LimpetOptions>? change = null, uint serverNetwork = 0, uint clientNetwork = 0)
    {
        endpoint ??= NewEndpoint();
        change ??= static o => o;
        var (serverEvents, clientEvents) = (new EventLog(), new EventLog());
        var server = Own(LimpetService.Listen(endpoint, change(Options(serverBus, serverNetwork == 0 ? (uint)serverBus : serverNetwork, serverEvents))));
        server.Start();
        var client = Own(LimpetService.Connect(endpoint, change(Options(clientBus, clientNetwork == 0 ? (uint)clientBus : clientNetwork, clientEvents))));
        client.Start();
        serverEvents.Expect<ConnectedEvent>();
        clientEvents.Expect<ConnectedEvent>();
        return new LimpetPair(server, serverEvents, client, clientEvents);
    }

    /// <summary>A Limpet on a bus, and a connection to it in the test's own hands.</summary>
    public (LimpetService Service, EventLog Events, LimpetSocket Pair) JoinByHand(int bus, uint network = 2, Func<LimpetOptions, LimpetOptions>? change = null)
    {
        var events = new EventLog();
        var endpoint = NewEndpoint();
        var service = Own(LimpetService.Listen(endpoint, (change ?? (static o => o))(Options(bus, network, events))));
        service.Start();
        var socket = LimpetSocket.Connect(endpoint, 9, Patience);
        events.Expect<ConnectedEvent>();
        return (service, events, socket);
    }

    /// <summary>Plays the peer on a client's next link: says one thing there or nothing, closes it when it is time, and waits until the client has noticed.</summary>
    public void MeetAndPart(EndpointListener listener, EventLog events, bool says, Func<bool>? when = null)
    {
        using var peer = listener.Accept(Timeout);
        peer.Send(HeloOf(9));
        events.Expect<ConnectedEvent>();
        if (says)
        {
            peer.Send(Bytes(KbusMessage.Announcement("$.A") with { Id = new MessageId(9, 1) }));
        }

        Assert.True(when is null || SpinWait.SpinUntil(when, Patience));
        peer.Shutdown(SocketShutdown.Send);
        events.Expect<DisconnectedEvent>();
    }

    /// <summary>Answers that many Requests on a thread of its own, each with its data and a word.</summary>
    public Task Answer(IKsock replier, int count, string word = "!")
        => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < count; i++)
                {
                    KbusMessage request;
                    do
                    {
                        request = replier.Receive(Timeout);
                    }
                    while (!request.WantsYouToReply);

                    replier.Send(KbusMessage.ReplyTo(request, System.Text.Encoding.UTF8.GetBytes(Text(request) + word)));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    /// <summary>The eight bytes with which a Limpet of that network says HELO (limpet.md 1).</summary>
    public static byte[] HeloOf(uint networkId)
    {
        var helo = new byte[Helo.Length];
        Helo.Write(networkId, helo);
        return helo;
    }

    /// <summary>What a Limpet tells its pair of a replier on its bus that came or went.</summary>
    public static KbusMessage BindEvent(string name, bool isBind = true, uint binder = 3)
        => new(MessageName.ReplierBindEvent, new ReplierBindEvent(isBind, binder, MessageName.Parse(name)).ToData(bigEndian: false));

    /// <summary>A message as it goes over the wire.</summary>
    public static byte[] Bytes(KbusMessage message)
    {
        var bytes = new byte[WireFormat.MessageLength(message)];
        WireWriter.Write(message, bytes);
        return bytes;
    }

    public static string Text(KbusMessage message) => System.Text.Encoding.UTF8.GetString(message.Data.Span);
}

/// <summary>Two Limpets that are connected to one another.</summary>
internal sealed record LimpetPair(LimpetService Server, EventLog ServerEvents, LimpetService Client, EventLog ClientEvents);
