using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Wire;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>
/// Our Limpet in the place of the recorded server: network 2, Ksock 1 on a fresh bus. The client's recorded bytes are sent to it, and what it answers must be
/// the recorded server's bytes, but for what limpet.md marks as better.
/// </summary>
public sealed class OriginalPeerTests : IDisposable
{
    private readonly Junction _junction = new();

    public void Dispose() => _junction.Dispose();

    [Theory]
    [InlineData("02-announcement.hex", "hello limpets")]
    public void An_announcement_has_the_recorded_bytes(string file, string text)
    {
        var peer = Meet();
        var sender = _junction.Open(1);
        sender.Send(KbusMessage.Announcement("$.Fred", text));
        Expect(peer, Recorded(file, fromServer: true));
    }

    [Fact]
    public void A_recorded_announcement_is_heard()
    {
        var peer = Meet();
        var listener = _junction.Open(1, "$.*");
        peer.SendAsItIs(Recorded("03-announcement-c2s.hex", fromServer: false).Single());
        Assert.Equal("hello limpets", Junction.Text(listener.Receive(_junction.Timeout)));
    }

    [Fact]
    public void Names_and_data_of_every_length_have_the_recorded_bytes()
    {
        var peer = Meet();
        var sender = _junction.Open(1);
        var recorded = Recorded("04-padding.hex", fromServer: true);
        foreach (var message in recorded)
        {
            sender.Send(new KbusMessage(message.Name, message.Data) { Flags = message.Flags });
            Expect(peer, [message]);
        }
    }

    [Fact]
    public void Repliers_coming_and_going_have_the_recorded_bytes()
    {
        var peer = Meet();
        var replier = _junction.Open(1);
        replier.Bind("$.Question", BindingKind.Replier);
        replier.Unbind("$.Question", BindingKind.Replier);
        replier.Bind("$.Wild.*", BindingKind.Replier);
        replier.Bind("$.Ab", BindingKind.Replier);
        replier.Dispose();
        Expect(peer, Recorded("05-replier-bind-event.hex", fromServer: true));
    }

    [Fact]
    public void Repliers_from_before_have_the_recorded_bytes()
    {
        var replier = _junction.Open(1);
        replier.Bind("$.Question", BindingKind.Replier);
        replier.Bind("$.Other.%", BindingKind.Replier);
        Expect(Meet(), Recorded("13-existing-replier.hex", fromServer: true));
    }

    [Fact]
    public void A_request_from_the_client_is_answered_with_the_recorded_bytes_and_its_echo_is_dropped()
    {
        var (service, peer) = MeetService();
        var replier = _junction.Open(1, replier: "$.Question");
        var server = Recorded("06-request-reply.hex", fromServer: true);
        var client = Recorded("06-request-reply.hex", fromServer: false);
        Expect(peer, server[..1]);

        peer.SendAsItIs(client[0]);
        var request = replier.Receive(_junction.Timeout);
        Assert.Equal((new MessageId(1, 2), new OriginId(1, 2), true), (request.Id, request.OrigFrom, request.WantsYouToReply));
        replier.Send(KbusMessage.ReplyTo(request, "forty-two"u8.ToArray()));
        Expect(peer, server[1..]);

        // The original hears its own Reply as a listener and sends it back.
        peer.SendAsItIs(client[1]);
        Assert.True(SpinWait.SpinUntil(() => service.Counters.Dropped(DropReason.EchoedReply) == 1, Junction.Patience));
        NothingMore(peer);
    }

    [Fact]
    public void A_request_to_the_client_has_the_recorded_bytes_and_its_answer_arrives()
    {
        var (_, peer, events) = MeetAll();
        var asker = _junction.Open(1);
        var server = Recorded("07-request-reply-s2c.hex", fromServer: true);
        var client = Recorded("07-request-reply-s2c.hex", fromServer: false);
        peer.SendAsItIs(client[0]);
        events.Expect<ReplierBoundEvent>(e => e.Name.Value == "$.Question");
        asker.Send(KbusMessage.Request("$.Question", "what?"));
        Expect(peer, server[..1]);

        peer.SendAsItIs(client[1]);
        var reply = asker.Receive(_junction.Timeout);
        Assert.Equal(("forty-two", new MessageId(0, 2), new OriginId(1, 2)), (Junction.Text(reply), reply.InReplyTo, reply.OrigFrom));

        // Better: the recorded server sends its own Reply back.
        NothingMore(peer);
    }

    [Fact]
    public void A_local_request_is_passed_on_as_no_request_and_its_reply_not_at_all()
    {
        var peer = Meet();
        var replier = _junction.Open(1, replier: "$.Question");
        var server = Recorded("08-local-request-overheard.hex", fromServer: true);
        Expect(peer, server[..1]);
        var asker = _junction.Open(1);
        asker.Send(KbusMessage.Request("$.Question", "local"));
        replier.Send(KbusMessage.ReplyTo(replier.Receive(_junction.Timeout), "yes"u8.ToArray()));
        Expect(peer, [server[1] with { Flags = MessageFlags.None }]);
        NothingMore(peer);
    }

    [Fact]
    public void A_replier_that_goes_away_has_the_recorded_bytes()
    {
        var peer = Meet();
        var replier = _junction.Open(1, replier: "$.Question");
        var server = Recorded("09-replier-goneaway.hex", fromServer: true);
        Expect(peer, server[..1]);
        peer.SendAsItIs(Recorded("09-replier-goneaway.hex", fromServer: false)[0]);
        replier.Receive(_junction.Timeout);
        replier.Dispose();
        Expect(peer, server[1..]);
    }

    [Fact]
    public void A_replier_that_unbinds_has_the_recorded_bytes()
    {
        var peer = Meet();
        var replier = _junction.Open(1, replier: "$.Question");
        var server = Recorded("10-replier-unbound.hex", fromServer: true);
        Expect(peer, server[..1]);
        peer.SendAsItIs(Recorded("10-replier-unbound.hex", fromServer: false)[0]);
        replier.Wait(KsockEvents.Readable, _junction.Timeout);
        replier.Unbind("$.Question", BindingKind.Replier);
        Expect(peer, server[1..]);
    }

    [Fact]
    public void A_hundred_overheard_requests_of_an_original_do_not_fill_our_queue()
    {
        var (service, peer, events) = MeetAll();
        var bind = Recorded("07-request-reply-s2c.hex", fromServer: false)[0];
        peer.SendAsItIs(bind);
        events.Expect<ReplierBoundEvent>();
        var overheard = Recorded("08-local-request-overheard.hex", fromServer: true)[1];
        var listener = _junction.Open(1, "$.Question");
        for (var i = 0u; i < 200; i++)
        {
            peer.SendAsItIs(overheard with { Id = new MessageId(1, 100 + i), OrigFrom = new OriginId(1, 3) });
            Assert.False(listener.Receive(_junction.Timeout).IsRequest);
        }

        var asker = _junction.Open(1);
        asker.Send(KbusMessage.Request("$.Question", "still there?"));
        Assert.Equal("still there?", Junction.Text(peer.Receive(_junction.Timeout)));
        Assert.Equal(LimpetState.Connected, service.State);
    }

    private static List<KbusMessage> Recorded(string file, bool fromServer)
    {
        var messages = new List<KbusMessage>();
        using var decoder = new WireDecoder(LimpetSocket.DefaultMaxMessageSize);
        foreach (var frame in RecordedFrame.Read(file).Where(f => f.FromServer == fromServer && !f.IsHelo))
        {
            decoder.Decode(frame.Bytes, messages);
        }

        return messages;
    }

    private static void Expect(LimpetSocket peer, IEnumerable<KbusMessage> recorded)
    {
        foreach (var message in recorded)
        {
            Assert.True(peer.TryReceive(Junction.Patience, out var sent), $"Nothing came; expected {message}");
            Assert.Equal(message, sent);
        }
    }

    private LimpetSocket Meet() => MeetAll().Peer;

    private (LimpetService Service, LimpetSocket Peer) MeetService()
    {
        var (service, peer, _) = MeetAll();
        return (service, peer);
    }

    private (LimpetService Service, LimpetSocket Peer, EventLog Events) MeetAll()
    {
        var events = new EventLog();
        var endpoint = _junction.NewEndpoint();
        var service = _junction.Own(LimpetService.Listen(endpoint, _junction.Options(1, network: 2, events)));
        service.Start();
        var peer = LimpetSocket.Connect(endpoint, networkId: 1, Junction.Patience);
        events.Expect<ConnectedEvent>();
        return (service, peer, events);
    }

    // Whatever was to come would come before this.
    private void NothingMore(LimpetSocket peer)
    {
        using var sender = _junction.Open(1);
        sender.Send(KbusMessage.Announcement("$.Mark"));
        Assert.Equal("$.Mark", peer.Receive(_junction.Timeout).Name.Value);
    }
}
