using System.Net.Sockets;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Ksock;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Hostile;

/// <summary>What a peer, a callback and a program that ends things at the wrong moment may do to a Limpet and to its process.</summary>
public sealed class LimpetHostileTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Junction _junction = new();

    public void Dispose() => _junction.Dispose();

    [Fact]
    public async Task A_connection_closed_before_it_is_handed_on_ends_the_Limpet_and_not_the_process()
    {
        using var listener = _junction.NewEndpoint().Listen();
        var accepted = Task.Run(() => LimpetSocket.Accept(listener, 2, Patience));
        var socket = LimpetSocket.Connect(listener.Endpoint, 1, Patience);
        using var other = await accepted.WaitAsync(Patience);
        var service = _junction.Own(LimpetService.Over(socket, _junction.Options(1, 1, new EventLog())));
        socket.Dispose();
        service.Start();
        var outcome = await service.Completion.WaitAsync(Patience);
        Assert.Equal(LimpetEnd.Error, outcome.End);
        Assert.IsType<ObjectDisposedException>(outcome.Error);
    }

    [Fact]
    public async Task A_Ksock_that_fails_as_none_should_ends_the_Limpet_and_not_the_process()
    {
        var endpoint = _junction.NewEndpoint();
        var service = _junction.Own(LimpetService.Listen(endpoint, _junction.Options(1, 2, new EventLog()) with
        {
            OpenKsock = () => new FailingKsock(_junction.Open(1)),
        }));
        service.Start();
        using var peer = LimpetSocket.Connect(endpoint, 1, Patience);
        var outcome = await service.Completion.WaitAsync(Patience);
        Assert.Equal("The disk is full of eels.", outcome.Reason);

        // The peer is told too: the connection is closed.
        Assert.Throws<Core.Limpets.OtherLimpetGoneAwayException>(() => peer.Receive(_junction.Timeout));
    }

    [Theory]
    [InlineData(nameof(ListeningEvent))]
    [InlineData(nameof(ConnectedEvent))]
    [InlineData(nameof(DisconnectedEvent))]
    [InlineData(nameof(EndedEvent))]
    public async Task It_can_be_stopped_from_the_callback_of_every_event(string kind)
    {
        LimpetService? service = null;
        var endpoint = _junction.NewEndpoint();
        var stopped = new TaskCompletionSource();
        service = LimpetService.Listen(endpoint, _junction.Options(1, 2, new EventLog()) with
        {
            OnEvent = e =>
            {
                if (e.GetType().Name == kind)
                {
                    service!.Stop();
                    stopped.TrySetResult();
                }
            },
        });
        var starting = Task.Run(service.Start);
        await starting.WaitAsync(Patience);
        if (kind != nameof(ListeningEvent))
        {
            // One whose HELO is wrong ends it before there is a link.
            using var peer = endpoint.Connect(Patience);
            peer.Send(kind == nameof(EndedEvent) ? "EHLO"u8 : [.. "HELO"u8, 0, 0, 0, 1]);
            if (kind == nameof(DisconnectedEvent))
            {
                peer.Shutdown(SocketShutdown.Send);
            }

            await stopped.Task.WaitAsync(Patience);
        }

        await stopped.Task.WaitAsync(Patience);
        await service.Completion.WaitAsync(Patience);
        service.Dispose();
    }

    [Fact]
    public void Answers_that_the_other_side_does_not_take_hold_up_its_messages()
    {
        using var ksock = new LimpetKsock(_junction.Open(1), 2, new LimpetOptions());
        ksock.Meet(1);
        var asked = 0u;
        while (!ksock.IsCongested && asked < 200_000)
        {
            asked++;
            ksock.Deliver(new KbusMessage(MessageName.Parse("$.Nobody")) { Id = new MessageId(1, asked), Flags = MessageFlags.WantAReply | MessageFlags.WantYouToReply });
        }

        Assert.InRange(asked, (uint)LimpetRulesOptions.DefaultMostRequests, 100_000u);
        for (var i = 0u; i < asked; i++)
        {
            Assert.Equal("$.KBUS.RemoteError.EADDRNOTAVAIL", ksock.TryReceive()!.Name.Value);
        }

        Assert.False(ksock.IsCongested);
    }

    [Fact]
    public async Task As_many_names_as_a_peer_may_bind_cost_no_more_each_than_a_few_do()
    {
        var rules = new LimpetRules(new LimpetRulesOptions { NetworkId = 2, PairNetworkId = 1, KsockId = 5, FindReplier = static _ => 0, MostBindings = 300_000, MostBindingBytes = int.MaxValue });
        var actions = new List<LimpetAction>();
        await Task.Run(() =>
        {
            for (var i = 0; i < 200_000; i++)
            {
                rules.FromLink(Bind($"$.N{i}"), TimeSpan.Zero, actions);
            }
        }).WaitAsync(Patience);
        Assert.Equal(200_000, actions.Count);
    }

    [Fact]
    public void A_name_of_five_hundred_words_takes_memory_that_its_length_bears_out()
    {
        using var ksock = _junction.Open(1);
        var tail = string.Concat(Enumerable.Repeat(".a", 490));
        ksock.Bind("$.Warm" + tail, BindingKind.Listener);
        const int Names = 50;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Names; i++)
        {
            ksock.Bind($"$.N{i}{tail}", BindingKind.Listener);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Names, 0, 100_000);
    }

    [Fact]
    public void A_Request_that_only_bears_the_name_of_a_bind_event_is_answered_once()
    {
        var (_, events, peer) = _junction.JoinByHand(1);
        using var _ = peer;
        peer.SendAsItIs(Bind("$.*"));
        events.Expect<ReplierBoundEvent>();
        var asker = _junction.Open(1);
        var id = asker.Send(KbusMessage.Request("$.KBUS.ReplierBindEvent"));
        var answer = asker.Receive(_junction.Timeout);
        Assert.Equal((id, "$.KBUS.RemoteError.EBADMSG"), (answer.InReplyTo, answer.Name.Value));
    }

    [Fact]
    public void A_peer_that_sends_one_byte_at_a_time_is_heard_like_any_other()
    {
        var listener = _junction.Open(1, listen: "$.Slow");
        var events = new EventLog();
        var endpoint = _junction.NewEndpoint();
        var service = _junction.Own(LimpetService.Listen(endpoint, _junction.Options(1, 2, events)));
        service.Start();
        using var peer = endpoint.Connect(Patience);
        var bytes = new byte[WireFormat.MessageLength(KbusMessage.Announcement("$.Slow", "drip"))];
        WireWriter.Write(KbusMessage.Announcement("$.Slow", "drip"), bytes);
        foreach (var b in (byte[])[.. "HELO"u8, 0, 0, 0, 1, .. bytes])
        {
            peer.Send([b]);
        }

        Assert.Equal("drip"u8, listener.Receive(_junction.Timeout).Data.Span);
    }

    [Fact]
    public void A_peer_that_binds_more_names_than_it_may_is_held_to_the_most_and_the_link_goes_on()
    {
        var listener = _junction.Open(1, listen: "$.End");
        var (service, _, peer) = _junction.JoinByHand(1);
        using var _ = peer;
        for (var i = 0; i < LimpetRulesOptions.DefaultMostBindings + 1000; i++)
        {
            peer.SendAsItIs(Bind($"$.N{i}"));
        }

        peer.Send(KbusMessage.Announcement("$.End"));
        Assert.Equal("$.End", listener.Receive(_junction.Timeout).Name.Value);
        Assert.Equal(1000, service.Counters.Dropped(DropReason.TooManyBindings));
    }

    [Fact]
    public void Of_long_names_a_peer_may_bind_fewer()
    {
        var rules = new LimpetRules(new LimpetRulesOptions { NetworkId = 2, PairNetworkId = 1, KsockId = 5, FindReplier = static _ => 0, MostBindingBytes = 1000 });
        var actions = new List<LimpetAction>();
        var name = "$." + new string('n', 398);
        rules.FromLink(Bind(name + "1"), TimeSpan.Zero, actions);
        rules.FromLink(Bind(name + "2"), TimeSpan.Zero, actions);
        rules.FromLink(Bind(name + "3"), TimeSpan.Zero, actions);
        Assert.Equal([LimpetActionKind.Bind, LimpetActionKind.Bind, LimpetActionKind.Drop, LimpetActionKind.TellOfLimit], actions.Select(a => a.Kind));
        Assert.Equal(DropReason.TooManyBindings, actions[2].Reason);

        // One that is unbound again leaves its room to others.
        rules.BindingDone(LimpetActionKind.Bind, MessageName.Parse(name + "1"), Errno.None, TimeSpan.Zero, actions);
        rules.FromLink(new KbusMessage(MessageName.ReplierBindEvent, new ReplierBindEvent(IsBind: false, 3, MessageName.Parse(name + "1")).ToData(bigEndian: false)), TimeSpan.Zero, actions);
        rules.BindingDone(LimpetActionKind.Unbind, MessageName.Parse(name + "1"), Errno.None, TimeSpan.Zero, actions);
        actions.Clear();
        rules.FromLink(Bind(name + "3"), TimeSpan.Zero, actions);
        Assert.Equal(LimpetActionKind.Bind, Assert.Single(actions).Kind);
    }

    [Fact]
    public void Bindings_that_find_no_room_are_tried_some_at_a_time()
    {
        var rules = new LimpetRules(new LimpetRulesOptions { NetworkId = 2, PairNetworkId = 1, KsockId = 5, FindReplier = static _ => 0 });
        var actions = new List<LimpetAction>();
        for (var i = 0; i < 10_000; i++)
        {
            rules.FromLink(Bind($"$.N{i}"), TimeSpan.Zero, actions);
            rules.BindingDone(LimpetActionKind.Bind, MessageName.Parse($"$.N{i}"), Errno.EAGAIN, TimeSpan.Zero, actions);
        }

        Assert.True(rules.BindingsWait);
        var tried = 0;
        for (var round = 0; rules.BindingsWait; round++)
        {
            actions.Clear();
            rules.RetryBindings(TimeSpan.Zero, actions);
            Assert.InRange(actions.Count, 1, 1000);
            Assert.InRange(round, 0, 100);
            tried += actions.Count;
            foreach (var action in actions.ToList())
            {
                rules.BindingDone(action.Kind, action.Name!, Errno.None, TimeSpan.Zero, actions);
            }
        }

        Assert.Equal((10_000, 10_000), (tried, rules.HeldNames.Count()));
    }

    [Fact]
    public async Task A_peer_that_binds_every_name_does_not_come_before_the_repliers_of_this_bus()
    {
        var (_, events, peer) = _junction.JoinByHand(1);
        using var _ = peer;
        peer.SendAsItIs(Bind("$.*"));
        peer.SendAsItIs(Bind("$.KBUS.ReplierBindEvent"));
        events.Expect<BindRefusedEvent>(e => e.Name == MessageName.ReplierBindEvent);
        var answering = _junction.Answer(_junction.Open(1, replier: "$.Mine"), 1);
        var asker = _junction.Open(1);
        asker.Send(KbusMessage.Request("$.Mine", "whose"));
        Assert.Equal("whose!", Junction.Text(asker.Receive(_junction.Timeout)));
        await answering.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_hundred_thousand_bindings_are_made_and_closed_in_no_long_time()
    {
        await Task.Run(() =>
        {
            using var other = _junction.Open(1);
            var ksock = _junction.Open(1);
            for (var i = 0; i < 50_000; i++)
            {
                ksock.Bind("$.Same", BindingKind.Listener);
                other.Bind("$.Same", BindingKind.Listener);
                ksock.Bind($"$.N{i}", BindingKind.Replier);
            }

            ksock.Dispose();
            Assert.Equal(0u, other.FindReplier("$.N1"));
        }).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_peer_that_takes_nothing_does_not_keep_a_socket_from_closing()
    {
        using var listener = _junction.NewEndpoint().Listen();
        var accepted = Task.Run(() => listener.Accept());
        var connecting = Task.Run(() => LimpetSocket.Connect(listener.Endpoint, 1, Patience));
        using var peer = await accepted.WaitAsync(Patience);
        peer.Send((byte[])[.. "HELO"u8, 0, 0, 0, 2]);
        var socket = await connecting.WaitAsync(Patience);
        var sending = Task.Factory.StartNew(
            () =>
            {
                while (true)
                {
                    socket.Send(new KbusMessage(MessageName.Parse("$.Large"), new byte[400_000]));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        // More than its HELO is there: it is in the middle of a message that the system's buffers cannot hold.
        Assert.True(SpinWait.SpinUntil(() => peer.Available > 1000, Patience));
        await Task.Factory.StartNew(socket.Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<Exception>(() => sending.WaitAsync(Patience));
        Assert.True(sending.IsFaulted);
    }

    private static KbusMessage Bind(string name)
        => new(MessageName.ReplierBindEvent, new ReplierBindEvent(IsBind: true, 3, MessageName.Parse(name)).ToData(bigEndian: false));
}
