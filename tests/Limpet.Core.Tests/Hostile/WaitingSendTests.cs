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
