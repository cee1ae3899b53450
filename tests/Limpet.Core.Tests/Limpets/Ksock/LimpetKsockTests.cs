using Limpet.Core.Ksocks;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Ksock;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Ksock;

/// <summary>The Ksock with the rules on it, used by hand (limpet.md 2 and 6).</summary>
public sealed class LimpetKsockTests : LimpetKsockBench
{
    private const uint Ask = uint.MaxValue;

    [Fact]
    public void It_is_set_up_as_the_document_says()
    {
        using var replier = Buses.Open(0);
        replier.Bind("$.Q", BindingKind.Replier);
        using var ksock = Make(o => o with { MaxMessages = 77 });
        Assert.Equal(1u, ksock.MessagesOnlyOnce(Ask));
        Assert.Equal(1u, ksock.ReportReplierBinds(Ask));
        Assert.Equal(77u, ksock.MaxMessages(0));
        Assert.True(ksock.CanWrite);
        Assert.Equal(MessageName.ReplierBindEvent, ksock.ReadNextMessage().Name);
        Assert.Throws<NoMessageException>(ksock.ReadNextMessage);
    }

    [Fact]
    public void Whatever_the_Limpet_does_not_need_for_itself_is_the_Ksocks_own()
    {
        using var ksock = Make();
        using var other = Buses.Open(0);
        Assert.Equal((0, other.Id - 1, other.Bus), (ksock.Device, ksock.Id, ksock.Bus));
        other.Bind("$.Q", BindingKind.Replier);
        Assert.Equal(other.Id, ksock.FindReplier("$.Q"));
        Assert.Equal(1u, ksock.QueuedMessages());
        Assert.Equal(0u, ksock.UnansweredRequests());
        Assert.Equal(MessageId.None, ksock.LastSent());
        Assert.Equal(KsockEvents.Readable | KsockEvents.Writable, ksock.Poll());
        Assert.Equal(KsockEvents.Readable, ksock.Wait(KsockEvents.Readable, Timeout));
        Assert.Equal(0u, ksock.Verbose(1));
        Assert.Equal(409_600u, ksock.MaxMessageSize(0));
        Assert.Equal(1u, ksock.NewDevice());
    }

    [Fact]
    public void By_default_ten_thousand_messages_may_be_queued()
    {
        using var ksock = Make();
        Assert.Equal(10_000u, ksock.MaxMessages(0));
    }

    [Fact]
    public void What_the_Limpet_set_up_cannot_be_changed_and_nothing_is_read_or_written_by_halves()
    {
        using var ksock = Make();
        Action[] refused =
        [
            () => ksock.MessagesOnlyOnce(0), () => ksock.MessagesOnlyOnce(1), () => ksock.ReportReplierBinds(0),
            () => ksock.Bind("$.A", BindingKind.Listener), () => ksock.Unbind("$.*", BindingKind.Listener),
            () => ksock.Unbind("$.KBUS.ReplierBindEvent", BindingKind.Listener),
        ];
        Action[] writing = [() => ksock.Write(new byte[4]), () => ksock.SendWritten(), ksock.Discard];
        Action[] reading = [() => ksock.NextMessage(), () => ksock.Read(new byte[4]), () => ksock.LengthLeft()];
        Assert.All(refused, r => Assert.NotEmpty(Assert.Throws<RefusedByLimpetException>(r).Message));
        Assert.All(writing, w => Assert.Contains("written in pieces", Assert.Throws<RefusedByLimpetException>(w).Message, StringComparison.Ordinal));
        Assert.All(reading, r => Assert.Contains("read in pieces", Assert.Throws<RefusedByLimpetException>(r).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_can_be_read_before_it_has_met_its_pair()
    {
        using var ksock = new LimpetKsock(Buses.Open(0), 1, new LimpetOptions());
        Send("$.A");
        Assert.Contains("Meet", Assert.Throws<InvalidOperationException>(() => ksock.TryReceive()).Message, StringComparison.Ordinal);
        Assert.Contains("id is 0;", Assert.Throws<NetworkIdException>(() => ksock.Meet(0)).Message, StringComparison.Ordinal);
        Assert.Contains("ours, 1.", Assert.Throws<NetworkIdException>(() => ksock.Meet(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_are_read_for_the_other_Limpet_and_the_termination_message_gives_up()
    {
        using var ksock = Make(o => o with { TerminationMessage = MessageName.Parse("$.Die") });
        Send("$.A");
        Send("$.Die");
        Assert.Equal(new MessageId(1, 1), ksock.ReadMessage(Timeout).Id);
        Assert.Throws<GiveUpException>(ksock.ReadNextMessage);
        Assert.True(ksock.IsTerminated);
    }

    [Fact]
    public void A_message_of_the_other_Limpet_is_sent_on_the_bus()
    {
        using var ksock = Make();
        using var listener = Buses.Open(0);
        listener.Bind("$.A", BindingKind.Listener);
        ksock.SendMessage(KbusMessage.Announcement("$.A", "x") with { Id = new(2, 5) });
        Assert.Equal(new MessageId(2, 5), listener.Receive(Timeout).Id);
        Assert.Equal(1, ksock.Counters.In);
    }

    [Fact]
    public void A_request_that_cannot_be_delivered_throws_the_answer()
    {
        using var ksock = Make();
        var request = KbusMessage.Request("$.Nobody") with { Id = new(2, 5), From = 3, Flags = MessageFlags.WantAReply | MessageFlags.WantYouToReply };
        var answer = Assert.Throws<ErrorMessageException>(() => ksock.SendMessage(request)).Answer;
        Assert.Equal(("$.KBUS.RemoteError.EADDRNOTAVAIL", new MessageId(2, 5), 3u), (answer.Name.Value, answer.InReplyTo, answer.To));
        Assert.Throws<NoMessageException>(ksock.ReadNextMessage);
        Assert.Equal(answer, LimpetKsock.CouldNotSendToKbus(request, Errno.EADDRNOTAVAIL));
        Assert.Null(LimpetKsock.CouldNotSendToKbus(KbusMessage.Announcement("$.A"), Errno.EBUSY));
    }

    [Fact]
    public void As_a_Ksock_it_gives_the_answer_to_be_read()
    {
        using var ksock = Make();
        ksock.TrySend(KbusMessage.Request("$.Nobody") with { Id = new(2, 5), Flags = MessageFlags.WantAReply | MessageFlags.WantYouToReply }, out _);
        Assert.Equal("$.KBUS.RemoteError.EADDRNOTAVAIL", ksock.ReadNextMessage().Name.Value);
    }

    [Fact]
    public void A_message_that_must_wait_is_sent_in_its_order_when_there_is_room()
    {
        using var ksock = Make();
        using var slow = Buses.Open(0);
        slow.MaxMessages(1);
        slow.Bind("$.Slow", BindingKind.Listener);
        for (var i = 0; i < 5; i++)
        {
            ksock.SendMessage(KbusMessage.Announcement("$.Slow", $"{i}") with { Id = new(2, (uint)i + 1), Flags = MessageFlags.AllOrWait });
        }

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal($"{i}", Junction.Text(slow.Receive(Timeout)));
        }
    }

    [Fact]
    public void Announcements_that_come_together_keep_their_order_where_some_must_wait_and_others_need_not()
    {
        using var ksock = Make();
        using var slow = Buses.Open(0);
        slow.MaxMessages(10);
        slow.Bind("$.Slow", BindingKind.Listener);
        using var quick = Buses.Open(0);
        quick.MaxMessages(1000);
        quick.Bind("$.*", BindingKind.Listener);
        var sent = Enumerable.Range(1, 500)
            .Select(i => KbusMessage.Announcement(i % 7 == 0 ? "$.Other" : "$.Slow", $"{i}") with { Id = new(2, (uint)i), Flags = i % 3 == 0 ? MessageFlags.Urgent | MessageFlags.AllOrWait : MessageFlags.AllOrWait })
            .ToArray();
        ksock.Deliver(sent);
        var heard = new List<uint>();
        while (heard.Count < sent.Count(m => m.Name.Value == "$.Slow"))
        {
            heard.Add(slow.Receive(Timeout).Id.Serial);
        }

        Assert.Equal(sent.Where(m => m.Name.Value == "$.Slow").Select(m => m.Id.Serial), heard.Order());
        Assert.True(SpinWait.SpinUntil(() => quick.QueuedMessages() == 500, TimeSpan.FromSeconds(30)));

        // Urgent ones go to the front of a queue; the others stay in their order.
        var others = sent.Where(m => !m.IsUrgent && m.Name.Value == "$.Slow").Select(m => m.Id.Serial);
        Assert.Equal(others, heard.Where(serial => serial % 3 != 0));
        Assert.Equal(500, ksock.Counters.In);
    }

    [Fact]
    public void Of_announcements_that_come_together_those_that_find_no_room_are_lost_to_that_listener_alone()
    {
        using var ksock = Make(o => o with { Verbosity = 2 });
        using var full = Buses.Open(0);
        full.MaxMessages(10);
        full.Bind("$.A", BindingKind.Listener);
        using var quick = Buses.Open(0);
        quick.Bind("$.A", BindingKind.Listener);
        ksock.Deliver([.. Enumerable.Range(1, 50).Select(i => KbusMessage.Announcement("$.A") with { Id = new(2, (uint)i), Flags = i > 40 ? MessageFlags.AllOrFail : MessageFlags.None })]);
        Assert.Equal((10u, 40u), (full.QueuedMessages(), quick.QueuedMessages()));
        Assert.Equal(10, ksock.Counters.Refused);
        Assert.Equal(10, Events.Count<MessageRefusedEvent>());
        Assert.Equal(40, Events.Count<MessagePassedEvent>());
        Assert.Null(ksock.TryReceive());
    }

    [Fact]
    public void It_does_not_hear_what_it_sends()
    {
        using var ksock = Make();
        using var other = Buses.Open(0);
        ksock.Deliver([KbusMessage.Announcement("$.A") with { Id = new(2, 1) }, KbusMessage.Announcement("$.B") with { Id = new(2, 2) }]);
        other.Send(KbusMessage.Announcement("$.C"));
        Assert.Equal(1u, ksock.QueuedMessages());
        Assert.Equal("$.C", ksock.ReadNextMessage().Name.Value);
    }

    [Fact]
    public void While_a_message_waits_replies_and_bindings_go_on_and_it_is_not_lost()
    {
        using var ksock = Make();
        using var slow = Buses.Open(0);
        slow.MaxMessages(1);
        slow.Bind("$.Slow", BindingKind.Listener);
        ksock.SendMessage(BindEvent("$.Q"));
        using var asker = Buses.Open(0);
        for (var i = 0u; i < 3; i++)
        {
            asker.Send(KbusMessage.Request("$.Q"));
        }

        var requests = Enumerable.Range(0, 3).Select(_ => ksock.ReadMessage(Timeout)).ToList();
        for (var i = 0; i < 4; i++)
        {
            ksock.SendMessage(KbusMessage.Announcement("$.Slow", $"{i}") with { Id = new(2, (uint)i + 1), Flags = MessageFlags.AllOrWait });
        }

        // Message 0 fills the queue, 1 waits, 2 and 3 are behind it.
        foreach (var request in requests)
        {
            ksock.SendMessage(KbusMessage.ReplyTo(request, "answer"u8.ToArray()) with { Id = new(2, 50) });
            Assert.Equal("answer", Junction.Text(asker.Receive(Timeout)));
        }

        ksock.SendMessage(BindEvent("$.R"));
        Assert.Equal(ksock.Id, asker.FindReplier("$.R"));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal($"{i}", Junction.Text(slow.Receive(Timeout)));
        }
    }

    [Fact]
    public void What_is_behind_a_message_that_waits_is_bounded()
    {
        using var ksock = Make();
        using var slow = Buses.Open(0);
        slow.MaxMessages(1);
        slow.Bind("$.Slow", BindingKind.Listener);
        for (var i = 0u; i < 1001; i++)
        {
            Assert.False(ksock.IsCongested);
            ksock.SendMessage(KbusMessage.Announcement("$.Slow") with { Id = new(2, i + 1), Flags = MessageFlags.AllOrWait });
        }

        ksock.SendMessage(KbusMessage.Announcement("$.Slow") with { Id = new(2, 5000), Flags = MessageFlags.AllOrWait });
        Assert.True(ksock.IsCongested);
    }

    [Fact]
    public void A_bind_for_which_a_listener_ofEvents_has_no_room_is_made_when_it_has()
    {
        using var ksock = Make();
        using var watcher = Buses.Open(0);
        watcher.MaxMessages(1);
        watcher.Bind("$.KBUS.ReplierBindEvent", BindingKind.Listener);
        ksock.SendMessage(BindEvent("$.A"));
        ksock.SendMessage(BindEvent("$.B"));
        Assert.Equal(0u, watcher.FindReplier("$.B"));
        watcher.Receive(Timeout);
        Assert.Equal("$.B", Events.Expect<ReplierBoundEvent>(e => e.Name.Value == "$.B").Name.Value);
        Assert.Equal(ksock.Id, watcher.FindReplier("$.B"));
    }

    [Fact]
    public void A_callback_that_throws_does_no_harm()
    {
        using var ksock = Make(o => o with { OnEvent = _ => throw new InvalidOperationException("of the user's") });
        ksock.SendMessage(BindEvent("$.A"));
        Assert.Equal(ksock.Id, ksock.FindReplier("$.A"));
    }
}
