using Limpet.Core.Bus;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus;

/// <summary>For whom the engine says that there is news: whoever hosts it wakes them, and nobody else for nothing.</summary>
public sealed class StirringTests
{
    private readonly BusDevice _device = new(0);

    [Fact]
    public void A_message_is_news_where_the_queue_was_empty()
    {
        var listener = Listener("$.A");
        Say("$.A");
        Assert.True(_device.HasStirred);
        Assert.Equal([listener], Stirred());
        Assert.False(_device.HasStirred);
        Say("$.A");
        listener.Receive();
        Say("$.A");
        Assert.Empty(Stirred());
        listener.Receive();
        listener.Receive();
        Say("$.A");
        Assert.Equal([listener], Stirred());
    }

    [Fact]
    public void Each_is_named_once_however_much_news_there_is_and_again_for_the_next()
    {
        var listener = Listener("$.A");
        for (var i = 0; i < 3; i++)
        {
            Say("$.A");
            listener.Receive();
        }

        Assert.Equal([listener], Stirred());
        Say("$.A");
        Assert.Equal([listener], Stirred());
    }

    [Fact]
    public void Room_is_news_for_those_alone_who_wait_for_that_Ksock()
    {
        var (full, waiter) = WaitingFor("$.A");
        var (otherFull, otherWaiter) = WaitingFor("$.B");
        full.Receive();
        Assert.Equal([waiter], Stirred());
        Assert.Equal(Errno.None, otherFull.Set(KsockOperation.MaxMessages, 0, out _));
        Assert.Empty(Stirred());
        Assert.Equal(Errno.None, otherFull.Set(KsockOperation.MaxMessages, 2, out _));
        Assert.Equal([otherWaiter], Stirred());
    }

    [Fact]
    public void One_that_tried_in_vain_waits_for_the_Ksock_that_is_full_now()
    {
        var later = FullListener("$.A");
        var first = FullListener("$.*");
        var waiter = Waiter("$.A");
        first.Receive();
        first.Receive();
        Assert.Equal([waiter], Stirred());
        Assert.Equal((false, false), waiter.Poll());
        first.Set(KsockOperation.MaxMessages, 9, out _);
        Assert.Empty(Stirred());
        later.Receive();
        Assert.Equal([waiter], Stirred());
        Assert.Equal((false, true), waiter.Poll());
    }

    [Fact]
    public void A_binding_that_comes_or_goes_is_news_for_all_who_wait()
    {
        var (_, waiter) = WaitingFor("$.A");
        var (_, other) = WaitingFor("$.B");
        var binder = Listener("$.C");
        Assert.Equal([waiter, other], Stirred());
        binder.Unbind("$.C", BindingKind.Listener);
        Assert.Equal([waiter, other], Stirred());
    }

    [Fact]
    public void A_Ksock_that_closes_is_news_for_all_who_wait_but_not_for_itself()
    {
        var (_, waiter) = WaitingFor("$.A");
        var (_, closing) = WaitingFor("$.B");
        var bystander = _device.Open();
        bystander.Close();
        Assert.Equal([waiter, closing], Stirred());
        closing.Close();
        closing.Close();
        Assert.Contains(waiter, Stirred());
        Listener("$.C");
        Assert.Equal([waiter], Stirred());
    }

    [Fact]
    public void An_unbind_that_takes_messages_away_makes_room_and_any_other_does_not()
    {
        var full = FullListener("$.A");
        full.Bind("$.B", BindingKind.Listener);
        var waiter = Waiter("$.A");
        full.Unbind("$.A", BindingKind.Listener);
        Assert.Equal([waiter], Stirred());
        Assert.Equal((false, true), waiter.Poll());
    }

    [Fact]
    public void An_answer_is_news_for_those_whose_Reply_to_the_same_Request_waits()
    {
        var replier = Replier("$.Q");
        var asker = _device.Open();
        Ask(asker, "$.Q");
        Ask(asker, "$.Q");
        var first = replier.Receive()!;
        var second = replier.Receive()!;
        FullListener("$.Full");
        var one = ReplyWaits(first);
        ReplyWaits(second);
        Stirred();
        Assert.Equal(Errno.None, replier.Send(KbusMessage.ReplyTo(first), out _));
        Assert.Equal([one, asker], Stirred());
        Assert.Equal((false, true), one.Poll());
    }

    [Fact]
    public void An_answer_to_another_Ksock_s_Request_of_that_id_is_none()
    {
        var replier = Replier("$.Q");
        var id = new MessageId(9, 1);
        var requests = new List<KbusMessage>();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(Errno.None, _device.Open().Send(KbusMessage.Request("$.Q") with { Id = id }, out _));
            requests.Add(replier.Receive()!);
        }

        FullListener("$.Full");
        ReplyWaits(requests[1]);
        Stirred();
        Assert.Equal(Errno.None, replier.Send(KbusMessage.ReplyTo(requests[0]), out _));
        Assert.Equal([requests[0].From], Stirred().Select(ksock => ksock.Id));
    }

    [Fact]
    public void What_waits_no_more_is_told_to_its_sender_and_hears_no_news()
    {
        var (full, waiter) = WaitingFor("$.A");
        waiter.Discard();
        Assert.Equal([waiter], Stirred());
        full.Receive();
        Listener("$.C");
        Assert.Empty(Stirred());
        waiter.Discard();
        Assert.Empty(Stirred());
    }

    [Fact]
    public void One_that_waits_for_its_own_full_queue_is_stirred_by_what_it_pops()
    {
        var both = FullListener("$.A");
        Assert.Equal(Errno.EAGAIN, both.Send(KbusMessage.Announcement("$.A") with { Flags = MessageFlags.AllOrWait }, out _));
        Stirred();
        both.Receive();
        Assert.Equal([both], Stirred());
        Assert.Equal((true, true), both.Poll());
    }

    private BusKsock Listener(string name) => Bound(name, BindingKind.Listener);

    private BusKsock Replier(string name) => Bound(name, BindingKind.Replier);

    private BusKsock Bound(string name, BindingKind kind)
    {
        var ksock = _device.Open();
        Assert.Equal(Errno.None, ksock.Bind(name, kind));
        return ksock;
    }

    private BusKsock FullListener(string name)
    {
        var full = Listener(name);
        full.Set(KsockOperation.MaxMessages, 1, out _);
        Say(name.Replace('*', 'X'));
        Stirred();
        return full;
    }

    private BusKsock Waiter(string name)
    {
        var waiter = _device.Open();
        Assert.Equal(Errno.EAGAIN, waiter.Send(KbusMessage.Announcement(name) with { Flags = MessageFlags.AllOrWait }, out _));
        Stirred();
        return waiter;
    }

    private (BusKsock Full, BusKsock Waiter) WaitingFor(string name) => (FullListener(name), Waiter(name));

    private BusKsock ReplyWaits(KbusMessage request)
    {
        var ksock = _device.Open();
        var reply = KbusMessage.ReplyTo(request) with { Name = MessageName.Parse("$.Full"), Flags = MessageFlags.AllOrWait };
        Assert.Equal(Errno.EAGAIN, ksock.Send(reply, out _));
        return ksock;
    }

    private void Say(string name) => Assert.Equal(Errno.None, _device.Open().Send(KbusMessage.Announcement(name), out _));

    private static void Ask(BusKsock asker, string name) => Assert.Equal(Errno.None, asker.Send(KbusMessage.Request(name), out _));

    private List<BusKsock> Stirred()
    {
        var stirred = new List<BusKsock>();
        _device.TakeStirred(stirred);
        return stirred;
    }
}
