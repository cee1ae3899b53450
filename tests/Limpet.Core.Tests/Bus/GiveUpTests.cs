using Limpet.Core.Bus;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus;

/// <summary>What became of a send that waited, for whoever gives it up and must know whether the message has gone.</summary>
public sealed class GiveUpTests
{
    private readonly BusDevice _device = new(0);

    [Fact]
    public void One_that_waits_is_EAGAIN_and_never_goes()
    {
        var (full, sender, id) = Waiting();
        Assert.Equal(Errno.EAGAIN, sender.GiveUp(id));
        Assert.False(sender.IsSending);
        full.Receive();
        Assert.Equal((false, true), sender.Poll());
        Assert.Null(full.Receive());
        Assert.Equal(Errno.EAGAIN, sender.GiveUp(id));
    }

    [Fact]
    public void One_that_was_thrown_away_before_is_EAGAIN_too()
    {
        var (_, sender, id) = Waiting();
        Assert.Equal(Errno.None, sender.Discard());
        Assert.Equal(Errno.EAGAIN, sender.GiveUp(id));
    }

    [Fact]
    public void One_that_has_gone_is_None_whoever_tried_again()
    {
        foreach (var retry in new Action<BusKsock>[] { sender => sender.Poll(), sender => sender.SendWritten(out _), sender => sender.RetrySend() })
        {
            var (full, sender, id) = Waiting();
            full.Receive();
            retry(sender);
            Assert.Equal(Errno.None, sender.GiveUp(id));
            Assert.Equal(id, full.Receive()!.Id);
        }
    }

    [Fact]
    public void One_that_was_refused_is_told_once_by_its_errno_or_by_a_Status()
    {
        var (asker, id) = WaitingRequest();
        Assert.Equal(Errno.EADDRNOTAVAIL, asker.RetrySend());
        Assert.Equal(Errno.EADDRNOTAVAIL, asker.GiveUp(id));
        Assert.Equal(Errno.None, asker.GiveUp(new MessageId(0, id.Serial + 1)));
        Assert.Null(asker.Receive());

        (asker, _) = WaitingRequest();
        Assert.Equal((Errno.EADDRNOTAVAIL, MessageId.None), (asker.SendWritten(out var refused), refused));

        (asker, id) = WaitingRequest();
        Assert.Equal((true, true), asker.Poll());
        Assert.Equal(Errno.None, asker.GiveUp(id));
        Assert.Equal("$.KBUS.Replier.Disappeared", asker.Receive()!.Name.Value);
    }

    [Fact]
    public void Another_one_than_that_which_waits_goes_on_waiting()
    {
        var (full, sender, id) = Waiting();
        Assert.Equal(Errno.None, sender.GiveUp(new MessageId(0, id.Serial + 1)));
        Assert.True(sender.IsSending);
        full.Receive();
        Assert.Equal((false, true), sender.Poll());
        Assert.Equal(id, full.Receive()!.Id);
    }

    [Fact]
    public void A_closed_Ksock_is_EBADF()
    {
        var (_, sender, id) = Waiting();
        sender.Close();
        Assert.Equal(Errno.EBADF, sender.GiveUp(id));
        Assert.Equal(Errno.EBADF, sender.RetrySend());
    }

    [Fact]
    public void Where_nothing_waits_there_is_nothing_to_try_again() => Assert.Equal(Errno.None, _device.Open().RetrySend());

    [Fact]
    public void One_that_goes_on_waiting_is_EAGAIN_with_its_id()
    {
        var (_, sender, id) = Waiting();
        Assert.Equal(Errno.EAGAIN, sender.RetrySend());
        Assert.Equal((Errno.EAGAIN, id), (sender.SendWritten(out var again), again));
    }

    private (BusKsock Full, BusKsock Sender, MessageId Id) Waiting()
    {
        var full = _device.Open();
        var name = $"$.Full{full.Id}";
        full.Bind(name, BindingKind.Listener);
        full.Set(KsockOperation.MaxMessages, 1, out _);
        var sender = _device.Open();
        Assert.Equal(Errno.None, sender.Send(KbusMessage.Announcement(name), out _));
        Assert.Equal(Errno.EAGAIN, sender.Send(KbusMessage.Announcement(name) with { Flags = MessageFlags.AllOrWait }, out var id));
        return (full, sender, id);
    }

    private (BusKsock Asker, MessageId Id) WaitingRequest()
    {
        var replier = _device.Open();
        replier.Bind("$.Q", BindingKind.Replier);
        replier.Set(KsockOperation.MaxMessages, 1, out _);
        Assert.Equal(Errno.None, _device.Open().Send(KbusMessage.Request("$.Q"), out _));
        var asker = _device.Open();
        Assert.Equal(Errno.EAGAIN, asker.Send(KbusMessage.Request("$.Q") with { Flags = MessageFlags.WantAReply | MessageFlags.AllOrWait }, out var id));
        replier.Close();
        return (asker, id);
    }
}
