using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Conformance;

/// <summary>Threads and tasks that wait for a message, or for room (kbus.md 5), go on when there is some, are cancelled, and are refused.</summary>
public abstract class WakingConformance<TWorld> : KsockConformance<TWorld>
    where TWorld : IKsockWorld, new()
{
    private static readonly KbusMessage Waiting = Say("$.A", MessageFlags.AllOrWait);

    [Fact]
    public async Task Waiting_for_Writable_ends_when_there_is_room()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var full = FullListener("$.A");
        var sender = Open();
        Waits(sender, Waiting);
        var waiting = Task.Run(() => sender.Wait(KsockEvents.Writable, timeout.Token), timeout.Token);
        full.TryReceive();
        Assert.Equal(KsockEvents.Writable, await waiting);
        Assert.Single(All(full));
    }

    [Fact]
    public async Task Waiting_for_Writable_ends_when_the_asker_of_a_waiting_Reply_closes()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var replier = Replier("$.Q");
        var asker = Open();
        asker.Send(Ask("$.Q"));
        FullListener("$.A");
        Waits(replier, KbusMessage.ReplyTo(Only(replier)) with { Name = MessageName.Parse("$.A"), Flags = MessageFlags.AllOrWait });
        var waiting = Task.Run(() => replier.Wait(KsockEvents.Writable, timeout.Token), timeout.Token);
        asker.Dispose();
        Assert.Equal(KsockEvents.Writable, await waiting);
    }

    [Fact]
    public async Task A_task_waits_for_a_message_and_for_room()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var listener = Listener("$.A");
        listener.MaxMessages(1);
        var sender = Open();
        var receiving = listener.ReceiveAsync(timeout.Token).AsTask();
        var first = await sender.SendAsync(Waiting, timeout.Token);
        Assert.Equal(first, (await receiving).Id);

        sender.Send(Say("$.A"));
        var sending = sender.SendAsync(Waiting, timeout.Token).AsTask();
        Assert.NotNull(listener.TryReceive());
        var second = await sending;
        Assert.Equal(second, (await listener.ReceiveAsync(timeout.Token)).Id);
        Assert.Equal(KsockEvents.Writable, await sender.WaitAsync(KsockEvents.Readable | KsockEvents.Writable, timeout.Token));
    }

    [Fact]
    public async Task A_task_that_waits_can_be_cancelled_and_is_refused_as_a_thread_is()
    {
        using var cancel = new CancellationTokenSource();
        var full = FullListener("$.A");
        var sender = Open();
        var receiving = sender.ReceiveAsync(cancel.Token).AsTask();
        var sending = sender.SendAsync(Waiting, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        All(full);
        Assert.Equal(KsockEvents.Writable, sender.Poll());
        Silent(full);
        var refusal = await Assert.ThrowsAsync<KbusException>(() => sender.SendAsync(Ask("$.Nobody"), TestContext.Current.CancellationToken).AsTask());
        Assert.Equal(Errno.EADDRNOTAVAIL, refusal.Errno);
    }
}
