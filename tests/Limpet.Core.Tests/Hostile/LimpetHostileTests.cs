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
        if (kind == nameof(ListeningEvent))
        {
            await starting.WaitAsync(Patience);
        }
        else
        {
            await starting.WaitAsync(Patience);

            // One whose HELO is wrong ends it before there is a link.
            using var peer = endpoint.Connect(Patience);
            peer.Send(kind == nameof(ConnectedEvent) ? [.. "HELO"u8, 0, 0, 0, 1] : "EHLO"u8);
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
        var rules = new LimpetRules(new LimpetRulesOptions { NetworkId = 2, PairNetworkId = 1, KsockId = 5, FindReplier = static _ => 0, MostBindings = 300_000 });
        var actions = new List<LimpetAction>();
        await Task.Run(() =>
        {
            for (var i = 0; i < 200_000; i++)
            {
                var name = MessageName.Parse($"$.N{i}");
                rules.FromLink(new KbusMessage(MessageName.ReplierBindEvent, new ReplierBindEvent(IsBind: true, 3, name).ToData(bigEndian: false)), TimeSpan.Zero, actions);
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
        peer.SendAsItIs(new KbusMessage(MessageName.ReplierBindEvent, new ReplierBindEvent(IsBind: true, 7, MessageName.Parse("$.*")).ToData(bigEndian: false)));
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
}
