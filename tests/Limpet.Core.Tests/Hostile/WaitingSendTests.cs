using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Hosting;

namespace Limpet.Core.Tests.Hostile;

/// <summary>A send that waits until it has gone says so when it never went (kbus.md 5), on the host's bus and on another process's.</summary>
public sealed class WaitingSendTests : SharedBusTests
{
    public WaitingSendTests()
    {
        Host = First.Open(0);
    }

    private IKsock Host { get; }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_Reply_whose_asker_goes_while_it_waits_is_refused(bool asMember)
    {
        using var replier = Open(asMember);
        var asker = Open(asMember: false);
        replier.Bind("$.Q", BindingKind.Replier);
        asker.Bind("$.Fill", BindingKind.Listener);
        asker.Send(KbusMessage.Request("$.Q"));
        Host.Send(KbusMessage.Announcement("$.Fill"));
        asker.MaxMessages(1);
        var reply = KbusMessage.ReplyTo(replier.Receive(GiveUp.Token)) with { Flags = MessageFlags.AllOrWait };

        var sending = Sending(replier, reply);
        asker.Dispose();

        Assert.Equal(Errno.EADDRNOTAVAIL, (await Assert.ThrowsAsync<KbusException>(() => sending.WaitAsync(Patience))).Errno);
        Assert.Equal(KsockEvents.Writable, replier.Poll());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_Request_whose_replier_goes_while_it_waits_is_refused(bool asMember)
    {
        using var asker = Open(asMember);
        var replier = Open(asMember: false);
        replier.Bind("$.Q", BindingKind.Replier);
        replier.MaxMessages(1);
        Host.Send(KbusMessage.Request("$.Q"));

        var sending = Sending(asker, KbusMessage.Request("$.Q") with { Flags = MessageFlags.WantAReply | MessageFlags.AllOrWait });
        replier.Dispose();

        Assert.Equal(Errno.EADDRNOTAVAIL, (await Assert.ThrowsAsync<KbusException>(() => sending.WaitAsync(Patience))).Errno);
        Assert.Null(asker.TryReceive());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_goes_when_there_is_room_and_keeps_the_id_that_is_given_back(bool asMember)
    {
        using var sender = Open(asMember);
        Host.Bind("$.A", BindingKind.Listener);
        Host.MaxMessages(1);
        sender.Send(KbusMessage.Announcement("$.A", "first"));
        var sending = Sending(sender, KbusMessage.Announcement("$.A", "second") with { Flags = MessageFlags.AllOrWait });
        Assert.Equal("first"u8, Host.Receive(GiveUp.Token).Data.Span);
        var second = Host.Receive(GiveUp.Token);
        Assert.Equal("second"u8, second.Data.Span);
        Assert.Equal(second.Id, await sending.WaitAsync(Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Given_up_while_it_waits_it_never_goes(bool asMember)
    {
        using var sender = Open(asMember);
        Host.Bind("$.A", BindingKind.Listener);
        Host.MaxMessages(1);
        sender.Send(KbusMessage.Announcement("$.A", "first"));
        using var cancel = new CancellationTokenSource();
        var sending = Sending(sender, KbusMessage.Announcement("$.A", "second") with { Flags = MessageFlags.AllOrWait }, cancel);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(Patience));
        Assert.Equal("first"u8, Host.Receive(GiveUp.Token).Data.Span);
        Assert.Null(Host.TryReceive());
        Assert.Equal(KsockEvents.Writable, sender.Poll());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Given_up_when_it_has_gone_or_been_refused_that_is_what_is_said(bool asMember)
    {
        using var sender = Open(asMember);
        Host.Bind("$.A", BindingKind.Listener);
        Host.MaxMessages(1);
        sender.Send(KbusMessage.Announcement("$.A", "first"));
        var sending = Sending(sender, KbusMessage.Announcement("$.A", "second") with { Flags = MessageFlags.AllOrWait });
        Host.Receive(GiveUp.Token);
        Assert.Equal(Errno.None, ((IWaitingSender)sender).GiveUp(await sending.WaitAsync(Patience)));

        var replier = Open(asMember: false);
        replier.Bind("$.Q", BindingKind.Replier);
        replier.MaxMessages(1);
        Open(asMember: false).Send(KbusMessage.Request("$.Q"));
        var asking = Sending(sender, KbusMessage.Request("$.Q") with { Flags = MessageFlags.WantAReply | MessageFlags.AllOrWait });
        var request = sender.LastSent();
        replier.Dispose();
        await Assert.ThrowsAsync<KbusException>(() => asking.WaitAsync(Patience));
        Assert.Equal(Errno.EADDRNOTAVAIL, ((IWaitingSender)sender).GiveUp(request));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_send_that_waits_is_not_given_up(bool asMember)
    {
        using var sender = Open(asMember);
        Host.Bind("$.A", BindingKind.Listener);
        Host.MaxMessages(1);
        var first = sender.Send(KbusMessage.Announcement("$.A", "first"));
        Assert.Equal(Errno.EAGAIN, sender.TrySend(KbusMessage.Announcement("$.A", "second") with { Flags = MessageFlags.AllOrWait }, out var second));
        Assert.Equal(Errno.None, ((IWaitingSender)sender).GiveUp(first));
        Assert.Equal(KsockEvents.None, sender.Poll());
        Assert.Equal(Errno.EAGAIN, ((IWaitingSender)sender).GiveUp(second));
        Assert.Equal(KsockEvents.Writable, sender.Poll());
    }

    // The host finds, in this order: that there is room, that the sender has left who waits for that, and what it asks then.
    [Fact]
    public async Task Given_up_while_the_host_stands_still_it_never_goes_when_the_host_goes_on()
    {
        using var host = new BusProcess(Folder.At("bus"), 5);
        using var listener = Second.Open(5);
        using var sender = Second.Open(5);
        listener.Bind("$.A", BindingKind.Listener);
        listener.MaxMessages(1);
        sender.Send(KbusMessage.Announcement("$.A", "first"));
        using var cancel = new CancellationTokenSource();
        var sending = Sending(sender, KbusMessage.Announcement("$.A", "second") with { Flags = MessageFlags.AllOrWait }, cancel);
        Standstill.Begin(host.Id);
        var receiving = Task.Factory.StartNew(() => listener.TryReceive(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await cancel.CancelAsync();

        // Over the time that a host has to answer that something is cancelled.
        Assert.NotSame(sending, await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken)));
        Standstill.End(host.Id);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(Patience));
        var first = await receiving.WaitAsync(Patience);
        Assert.Equal("first"u8, first!.Data.Span);
        Assert.Null(listener.TryReceive());
        Assert.Equal(KsockEvents.Writable, sender.Poll());
    }

    private IKsock Open(bool asMember) => (asMember ? Second : First).Open(0);

    // Comes back once the bus has taken the message to wait.
    private Task<MessageId> Sending(IKsock sender, KbusMessage message, CancellationTokenSource? cancel = null)
    {
        var before = sender.LastSent();
        var sending = Task.Factory.StartNew(() => sender.Send(message, (cancel ?? GiveUp).Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(SpinWait.SpinUntil(() => sender.LastSent() != before, Patience));
        return sending;
    }
}
