using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Device;

/// <summary>What a Ksock on a device does beyond what every kind of Ksock does: threads that wait, and closing under them.</summary>
public sealed class DeviceKsockTests : DeviceTests
{
    [Fact]
    public void It_says_which_device_it_is_on_and_Auto_finds_it()
    {
        Assert.Equal("/dev/kbus0", World.Open().Bus);
        using var found = Kbus.Open(0);
        using var asked = Kbus.Open(1, KbusBackend.Device, canWrite: false);
        Assert.Equal(("/dev/kbus0", true, "/dev/kbus1", false), (found.Bus, found.CanWrite, asked.Bus, asked.CanWrite));
    }

    [Fact]
    public async Task A_thread_that_waits_is_woken_by_a_message()
    {
        var listener = Listener("$.A");
        for (var i = 0; i < 20; i++)
        {
            var waiting = Task.Run(() => listener.Receive(GiveUp.Token));
            var sent = World.Open().Send(KbusMessage.Announcement("$.A"));
            Assert.Equal(sent, (await waiting.WaitAsync(Patience)).Id);
        }
    }

    [Fact]
    public async Task Several_threads_wait_on_one_Ksock_and_each_message_is_one_s()
    {
        var listener = Listener("$.A");
        var sender = World.Open();
        var waiting = Enumerable.Range(0, 4).Select(_ => Task.Run(() => listener.Receive(GiveUp.Token))).ToArray();
        var sent = Enumerable.Range(0, waiting.Length).Select(_ => sender.Send(KbusMessage.Announcement("$.A")).Serial).ToList();
        var received = await Task.WhenAll(waiting).WaitAsync(Patience);
        Assert.Equal(sent, received.Select(message => message.Id.Serial).Order());
    }

    [Fact]
    public async Task Waiting_is_cancelled_for_the_one_that_asked_and_the_Ksock_goes_on()
    {
        var listener = Listener("$.A");
        using var cancel = new CancellationTokenSource();
        var cancelled = Task.Run(() => listener.Receive(cancel.Token));
        var other = Task.Run(() => listener.Receive(GiveUp.Token));
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        World.Open().Send(KbusMessage.Announcement("$.A"));
        await other.WaitAsync(Patience);
        Assert.Throws<OperationCanceledException>(() => listener.Wait(KsockEvents.Readable, cancel.Token));
        Assert.Equal(KsockEvents.Writable, listener.Wait(KsockEvents.Writable, GiveUp.Token));
    }

    [Fact]
    public async Task Closing_wakes_whoever_waits_and_is_done_when_it_returns()
    {
        var other = World.Open();
        for (var i = 0; i < 20; i++)
        {
            var ksock = World.Open();
            ksock.Bind("$.Q", BindingKind.Replier);
            var waiting = Enumerable.Range(0, 3).Select(_ => Task.Run(() => ksock.Receive(GiveUp.Token))).ToArray();
            ksock.Dispose();
            Assert.Equal(0u, other.FindReplier("$.Q"));
            foreach (var one in waiting)
            {
                Assert.Equal(Errno.EBADF, (await Assert.ThrowsAsync<KbusException>(() => one.WaitAsync(Patience))).Errno);
            }
        }
    }

    [Fact]
    public void What_comes_after_closing_is_EBADF()
    {
        var ksock = World.Open();
        ksock.Dispose();
        foreach (var act in new Action[]
        {
            () => ksock.Bind("$.A", BindingKind.Listener), () => ksock.FindReplier("$.A"), () => ksock.Send(KbusMessage.Announcement("$.A")), () => ksock.TryReceive(),
            () => ksock.Poll(), () => ksock.Wait(KsockEvents.Writable, GiveUp.Token), () => ksock.Write([1]), () => ksock.Read(new byte[1]), () => ksock.LastSent(),
            () => ksock.MaxMessages(0), () => ksock.NewDevice(), ksock.Discard,
        })
        {
            Assert.Equal(Errno.EBADF, Assert.Throws<KbusException>(act).Errno);
        }

        ksock.Dispose();
    }

    [Fact]
    public async Task A_send_that_waits_goes_when_there_is_room_and_cancelling_gives_it_up()
    {
        var full = Listener("$.A");
        full.MaxMessages(1);
        var sender = World.Open();
        sender.Send(KbusMessage.Announcement("$.A"));
        var late = KbusMessage.Announcement("$.A", "late") with { Flags = MessageFlags.AllOrWait };
        using var cancel = new CancellationTokenSource();
        var waiting = Task.Run(() => sender.Send(late, cancel.Token));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));

        waiting = Task.Run(() => sender.Send(late, GiveUp.Token));
        Assert.True(full.Receive(GiveUp.Token).Data.IsEmpty);
        var id = await waiting.WaitAsync(Patience);
        Assert.Equal(id, full.Receive(GiveUp.Token).Id);
    }

    [Fact]
    public void A_message_far_over_every_limit_is_EMSGSIZE_and_leaves_nothing_behind()
    {
        var listener = Listener("$.A");
        var sender = World.Open();
        foreach (var length in new[] { 409_600, 2_000_000, 70_000_000 })
        {
            Assert.Equal(Errno.EMSGSIZE, sender.TrySend(new KbusMessage(MessageName.Parse("$.A"), new byte[length]), out _));
        }

        sender.Send(KbusMessage.Announcement("$.A"));
        Assert.NotNull(listener.TryReceive());
    }

    [Fact]
    public void A_message_of_the_limit_passes_whole()
    {
        var listener = Listener("$.A");
        var data = new byte[400_000];
        new Random(1).NextBytes(data);
        listener.Send(new KbusMessage(MessageName.Parse("$.A"), data));
        Assert.Equal(data, listener.TryReceive()!.Data.ToArray());
    }

    [Fact]
    public void Errors_read_as_those_of_the_embedded_bus_do()
    {
        using var buses = EmbeddedBuses.Private();
        using var embedded = buses.Open(0);
        var device = World.Open();
        foreach (var provoke in new Action<IKsock>[]
        {
            ksock => ksock.Bind("$.A.", BindingKind.Listener),
            ksock => ksock.Bind("", BindingKind.Listener),
            ksock => ksock.Bind("$.\u20ac", BindingKind.Listener),
            ksock => ksock.Bind("$." + new string('a', 2000), BindingKind.Replier),
            ksock => ksock.Unbind("$.Never", BindingKind.Replier),
            ksock => ksock.FindReplier(""),
            ksock => ksock.Send(KbusMessage.Request("$.Nobody")),
            ksock => ksock.Send(KbusMessage.Announcement("$.A.*")),
            ksock => ksock.Send(new KbusMessage(MessageName.Parse("$.A"), new byte[500_000])),
            ksock => ksock.SendWritten(),
            ksock => ksock.Write(new byte[88]),
            ksock => ksock.Verbose(5),
            ksock => ksock.MaxMessageSize(5),
        })
        {
            var expected = Assert.Throws<KbusException>(() => provoke(embedded));
            var found = Assert.Throws<KbusException>(() => provoke(device));
            Assert.Equal((expected.Errno, expected.Operation, expected.Message), (found.Errno, found.Operation, found.Message));
        }
    }
}
