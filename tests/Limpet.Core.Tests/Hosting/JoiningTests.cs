using System.Net.Sockets;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Opening a bus while another process takes it, leaves it or has something else in its place.</summary>
public sealed class JoiningTests : SharedBusTests
{
    [Fact]
    public async Task Whoever_opens_a_bus_that_is_being_left_waits_and_hosts_it_then()
    {
        var door = Take();
        var opening = new WaitingThread<IKsock>(() => First.Open(0));
        opening.FallsAsleep();
        door.Dispose();
        using var ksock = await opening.Result;
        Assert.Contains("hosted by this process", ksock.Bus, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_bus_begins_when_all_have_ended_meanwhile()
    {
        using var door = Take();
        var opening = new WaitingThread<IKsock>(() => First.Open(0));
        opening.FallsAsleep();
        First.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => opening.Result);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bus_that_another_thread_of_this_process_hosts_meanwhile_is_the_one_that_is_opened(bool canConnect)
    {
        var door = Take();
        var opening = new WaitingThread<IKsock>(() => First.Open(0));
        opening.FallsAsleep();
        First.Serve(1, _ =>
        {
            // Nobody else hosts anything until this returns.
            door.Dispose();
            First.Serve(0, _ => new Outlet());
            if (!canConnect)
            {
                File.Delete(Folder.At("bus/kbus0.sock"));
            }

            return new Outlet();
        });
        using var ksock = await opening.Result;
        Assert.Contains("hosted by this process", ksock.Bus, StringComparison.Ordinal);
        Assert.Single(First.Inspect(0)!.Ksocks);
    }

    [Fact]
    public async Task A_host_that_hangs_up_is_left_and_the_next_one_is_asked()
    {
        var door = Take();
        var listener = door.Listen(1);
        var opening = new WaitingThread<IKsock>(() => First.Open(0));
        using (var link = await listener.AcceptAsync(GiveUp.Token))
        {
            link.ReceiveTimeout = (int)Patience.TotalMilliseconds;
            Assert.NotEqual(0, link.Receive(new byte[100]));
            link.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, link.Receive(new byte[100]));
        }

        listener.Dispose();
        door.Dispose();
        using var ksock = await opening.Result;
        Assert.Contains("hosted by this process", ksock.Bus, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kbus0.lock")]
    [InlineData("kbus0.sock")]
    public void What_cannot_be_replaced_is_told_of_and_the_bus_can_be_hosted_when_it_is_gone(string name)
    {
        BusDirectory.Prepare(Folder.At("bus"), 0);
        Directory.CreateDirectory(Folder.At($"bus/{name}/inside"));
        var error = Assert.Throws<KbusException>(() => First.Open(0));
        Assert.Equal((Errno.EIO, 0), (error.Errno, error.Device));
        Assert.Contains(Folder.At("bus"), error.Message, StringComparison.Ordinal);

        Directory.Delete(Folder.At($"bus/{name}"), recursive: true);
        using var ksock = First.Open(0);
        Assert.Equal(1u, ksock.Id);
    }

    [Fact]
    public async Task Whoever_looks_at_a_bus_says_how_long_the_host_may_take()
    {
        using var door = Take();
        using var silent = door.Listen(1);
        var looking = Task.Run(() => First.Inspect(0, TimeSpan.FromMilliseconds(10)));
        var error = await Assert.ThrowsAsync<KbusException>(() => looking.WaitAsync(MemberProtocol.AnswerTimeout / 2));
        Assert.Equal(Errno.ENODEV, error.Errno);
    }

    private BusDoor Take() => BusDoor.TryTake(BusDirectory.Prepare(Folder.At("bus"), 0), 0)!;
}
