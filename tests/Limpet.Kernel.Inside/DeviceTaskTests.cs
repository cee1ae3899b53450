using Limpet.Core.Ksocks;
using Limpet.Core.Ksocks.Device;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Device;

/// <summary>Tasks that wait on devices: all by one thread a device, none of the thread pool's.</summary>
public sealed class DeviceTaskTests : DeviceTests
{
    [Fact]
    public async Task Many_Ksocks_share_one_thread_that_waits()
    {
        const int Ksocks = 200;
        var listeners = Enumerable.Range(0, Ksocks).Select(_ => Listener("$.Many")).ToList();
        var waiting = listeners.ConvertAll(listener => listener.ReceiveAsync(GiveUp.Token).AsTask());
        Assert.Single(Waiters(device: 0));
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        Assert.InRange(Directory.GetDirectories("/proc/self/task").Length, 1, Ksocks / 2);
        var sent = World.Open().Send(KbusMessage.Announcement("$.Many"));
        var received = await Task.WhenAll(waiting).WaitAsync(Patience);
        Assert.All(received, message => Assert.Equal(sent, message.Id));
    }

    [Fact]
    public async Task Sends_that_wait_take_no_thread_and_go_when_there_is_room()
    {
        const int Senders = 50;
        var full = Listener("$.A");
        full.MaxMessages(1);
        World.Open().Send(KbusMessage.Announcement("$.A"));
        var message = KbusMessage.Announcement("$.A") with { Flags = MessageFlags.AllOrWait };
        var waiting = Enumerable.Range(0, Senders).Select(_ => World.Open().SendAsync(message, GiveUp.Token).AsTask()).ToList();
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        Assert.InRange(Directory.GetDirectories("/proc/self/task").Length, 1, Senders);
        Assert.NotNull(full.TryReceive());
        var received = new List<MessageId>();
        while (received.Count < Senders)
        {
            received.Add((await full.ReceiveAsync(GiveUp.Token)).Id);
        }

        var sent = await Task.WhenAll(waiting).WaitAsync(Patience);
        Assert.Equal(sent.Select(id => id.Serial).Order(), received.Select(id => id.Serial).Order());
    }

    [Fact]
    public async Task Several_tasks_wait_on_one_Ksock_each_for_what_it_wants()
    {
        var ksock = Listener("$.A");
        var readers = Enumerable.Range(0, 3).Select(_ => ksock.ReceiveAsync(GiveUp.Token).AsTask()).ToList();
        Assert.Equal(KsockEvents.Writable, await ksock.WaitAsync(KsockEvents.Writable, GiveUp.Token));
        Assert.All(readers, reader => Assert.False(reader.IsCompleted));
        var sender = World.Open();
        var sent = readers.ConvertAll(_ => sender.Send(KbusMessage.Announcement("$.A")).Serial);
        var received = await Task.WhenAll(readers).WaitAsync(Patience);
        Assert.Equal(sent, received.Select(message => message.Id.Serial).Order());
    }

    [Fact]
    public async Task Cancelling_ends_the_one_that_asked_and_closing_ends_all()
    {
        var ksock = Listener("$.A");
        using var cancel = new CancellationTokenSource();
        var cancelled = ksock.ReceiveAsync(cancel.Token).AsTask();
        var other = ksock.ReceiveAsync(GiveUp.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ksock.ReceiveAsync(cancel.Token).AsTask());
        Assert.False(other.IsCompleted);

        ksock.Dispose();
        Assert.Equal(Errno.EBADF, (await Assert.ThrowsAsync<KbusException>(() => other.WaitAsync(Patience))).Errno);
        Assert.Equal(Errno.EBADF, (await Assert.ThrowsAsync<KbusException>(() => ksock.WaitAsync(KsockEvents.Readable, GiveUp.Token).AsTask())).Errno);
    }

    [Fact]
    public async Task A_send_that_is_cancelled_is_given_up()
    {
        var full = Listener("$.A");
        full.MaxMessages(1);
        var sender = World.Open();
        sender.Send(KbusMessage.Announcement("$.A"));
        using var cancel = new CancellationTokenSource();
        var waiting = sender.SendAsync(KbusMessage.Announcement("$.A") with { Flags = MessageFlags.AllOrWait }, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        Assert.NotNull(full.TryReceive());
        Assert.Null(full.TryReceive());
        sender.Send(KbusMessage.Announcement("$.A"));
    }

    [Fact]
    public async Task A_device_that_disappears_is_ENODEV_for_every_task()
    {
        using var served = new ServedDevice(204);
        using var first = DeviceKsock.Open(204);
        using var second = DeviceKsock.Open(204);
        Task[] waiting = [first.ReceiveAsync(GiveUp.Token).AsTask(), second.ReceiveAsync(GiveUp.Token).AsTask(), second.ReceiveAsync(GiveUp.Token).AsTask()];
        served.Kill();
        foreach (var task in waiting)
        {
            Assert.Equal(Errno.ENODEV, (await Assert.ThrowsAsync<KbusException>(() => task.WaitAsync(Patience))).Errno);
        }

        Assert.Equal(Errno.ENODEV, (await Assert.ThrowsAsync<KbusException>(() => first.WaitAsync(KsockEvents.Readable, GiveUp.Token).AsTask())).Errno);
    }

    private static List<string> Waiters(int device)
        => Directory.GetDirectories("/proc/self/task").Select(ReadName).Where(name => name == $"kbus{device} waiting").ToList();

    private static string ReadName(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/comm").Trim();
        }
        catch (IOException)
        {
            // Some thread of the runtime's that has ended since.
            return "";
        }
    }
}
