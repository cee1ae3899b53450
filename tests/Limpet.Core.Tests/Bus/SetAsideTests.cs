using Limpet.Core.Bus;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus;

/// <summary>The events that the engine keeps for those that are full: how many there are, and for whom.</summary>
public sealed class SetAsideTests
{
    private readonly BusDevice _device = new(0);

    [Fact]
    public void Of_two_that_listen_twice_and_want_each_once_one_copy_each_is_kept()
    {
        var full = FullListener();
        full.Bind("$.KBUS.*", BindingKind.Listener);
        full.Set(KsockOperation.MessagesOnlyOnce, 1, out _);
        CloseReplier("$.A");
        CloseReplier("$.B");
        Assert.Equal(2, _device.SetAsideCount);
    }

    [Fact]
    public void Those_of_a_Ksock_go_with_it_and_others_stay()
    {
        var first = FullListener();
        var second = FullListener();
        CloseReplier("$.A");
        Assert.Equal(2, _device.SetAsideCount);
        first.Close();
        Assert.Equal((1, 2u), (_device.SetAsideCount, second.QueuedMessages));
    }

    [Fact]
    public void One_that_was_told_of_a_loss_is_not_told_again_before_none_is_kept()
    {
        var full = FullListener();
        for (var i = 0; i < 1001; i++)
        {
            CloseReplier("$.A");
        }

        Assert.Equal(1001, _device.SetAsideCount);
        full.Receive();
        full.Receive();
        CloseReplier("$.A");
        CloseReplier("$.A");
        Assert.Equal(1000, _device.SetAsideCount);
    }

    [Fact]
    public void An_unbind_that_takes_no_message_away_brings_none_of_them()
    {
        var full = FullListener();
        full.Bind("$.Other", BindingKind.Listener);
        CloseReplier("$.A");
        full.Unbind("$.Other", BindingKind.Listener);
        Assert.Equal((1, 1), (full.Describe().Queued, _device.SetAsideCount));
    }

    [Fact]
    public void Reports_are_turned_on_over_a_queue_that_is_too_long_where_there_is_nothing_to_tell()
    {
        var ksock = _device.Open();
        ksock.Bind("$.Fill", BindingKind.Listener);
        Say("$.Fill");
        Say("$.Fill");
        ksock.Set(KsockOperation.MaxMessages, 1, out _);
        Assert.Equal(Errno.None, ksock.Set(KsockOperation.ReportReplierBinds, 1, out _));
    }

    // Full of one message, with reports on.
    private BusKsock FullListener()
    {
        var full = _device.Open();
        full.Bind("$.KBUS.ReplierBindEvent", BindingKind.Listener);
        full.Bind("$.Fill", BindingKind.Listener);
        full.Set(KsockOperation.MaxMessages, 1, out _);
        Assert.Equal(Errno.None, full.Set(KsockOperation.ReportReplierBinds, 1, out _));
        Say("$.Fill");
        return full;
    }

    private void CloseReplier(string name)
    {
        // Its bind would be refused while a listener is full.
        var replier = _device.Open();
        Assert.Equal(Errno.None, replier.Set(KsockOperation.ReportReplierBinds, 0, out _));
        Assert.Equal(Errno.None, replier.Bind(name, BindingKind.Replier));
        Assert.Equal(Errno.None, replier.Set(KsockOperation.ReportReplierBinds, 1, out _));
        replier.Close();
    }

    private void Say(string name) => Assert.Equal(Errno.None, _device.Open().Send(KbusMessage.Announcement(name), out _));
}
