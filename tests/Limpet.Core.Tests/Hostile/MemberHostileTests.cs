using System.Net.Sockets;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Hosting;

namespace Limpet.Core.Tests.Hostile;

/// <summary>What a member may do to the process that hosts its bus, and to the other members.</summary>
public sealed class MemberHostileTests : SharedBusTests
{
    [Fact]
    public async Task A_member_that_makes_devices_does_not_lock_up_a_host_that_opens_and_closes_Ksocks()
    {
        using var host = First.Open(0);
        var member = Second.Open(0);
        var making = Run(() =>
        {
            for (var i = 0; i < 40; i++)
            {
                member.NewDevice();
            }
        });
        var opening = Run(() =>
        {
            while (!making.IsCompleted)
            {
                First.Open(0).Dispose();
            }
        });
        await making.WaitAsync(Patience);
        await opening.WaitAsync(Patience);
        member.Dispose();
    }

    [Fact]
    public void A_device_that_cannot_be_made_is_the_members_error_and_not_the_hosts_end()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        File.SetUnixFileMode(Folder.At("bus"), (UnixFileMode)0x1ED);
        try
        {
            Assert.Equal(Errno.EACCES, Assert.Throws<KbusException>(() => member.NewDevice()).Errno);
            Assert.Equal(Errno.EACCES, Assert.Throws<KbusException>(() => host.NewDevice()).Errno);
        }
        finally
        {
            File.SetUnixFileMode(Folder.At("bus"), (UnixFileMode)0x1C0);
        }

        Assert.Equal(1u, member.NewDevice());
    }

    [Fact]
    public void A_lock_file_that_is_none_is_told_as_an_error_of_the_bus()
    {
        First.Open(0).Dispose();
        Directory.CreateDirectory(Folder.At("bus/kbus7.lock"));
        var error = Assert.Throws<KbusException>(() => First.Open(7));
        Assert.Equal(Errno.EIO, error.Errno);
        Assert.Contains("kbus7.lock", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_asks_without_end_keeps_nobody_else_waiting()
    {
        using var host = First.Open(0);
        using var greedy = new RawMember(Folder.At("bus/kbus0.sock"));
        greedy.Open();
        var questions = Enumerable.Repeat(RawMember.Frame(MemberOperation.Poll), 5000).SelectMany(frame => frame).ToArray();
        var answered = new TaskCompletionSource();
        var asking = Run(() => UntilClosed(() => greedy.Socket.Send(questions)));
        var reading = Run(() => UntilClosed(() =>
        {
            var read = greedy.Socket.Receive(new byte[1 << 16]);
            answered.TrySetResult();
            return read;
        }));
        await answered.Task.WaitAsync(Patience);

        await Run(() =>
        {
            using var member = Second.Open(0);
            for (var i = 0; i < 100; i++)
            {
                member.Poll();
            }
        }).WaitAsync(Patience);

        // Nor does it keep the host from ending.
        await Run(First.Dispose).WaitAsync(Patience);
        await asking.WaitAsync(Patience);
        await reading.WaitAsync(Patience);
    }

    [Fact]
    public void Whoever_waits_for_a_Ksock_is_told_when_it_has_closed()
    {
        using var host = First.Open(0);
        using var waiting = new RawMember(Folder.At("bus/kbus0.sock"));
        using (var opened = new RawMember(Folder.At("bus/kbus0.sock")))
        {
            waiting.Attach(opened.Open());
            waiting.Send(MemberOperation.Receive, BitConverter.GetBytes(1u));
        }

        Assert.Empty(waiting.Answer());
    }

    [Fact]
    public async Task A_host_that_stands_still_does_not_hold_who_cancels()
    {
        using var host = new BusProcess(Folder.At("bus"), 5);
        var member = Second.Open(5);
        Standstill.Begin(host.Id);
        try
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            var error = await Run(() => member.Receive(cancel.Token)).ContinueWith(t => t.Exception!.InnerException, TaskScheduler.Default).WaitAsync(Patience);
            Assert.IsType<OperationCanceledException>(error);
        }
        finally
        {
            Standstill.End(host.Id);
            member.Dispose();
        }
    }

    [Fact]
    public async Task A_host_that_stands_still_is_given_up_by_who_sends_it_more_than_its_socket_holds()
    {
        using var host = new BusProcess(Folder.At("bus"), 6);
        var member = Second.Open(6);
        Standstill.Begin(host.Id);
        try
        {
            var large = new KbusMessage(MessageName.Parse("$.Large"), new byte[400_000]);
            Assert.Equal(Errno.ENODEV, await Task.Run(() => member.TrySend(large, out _)).WaitAsync(TimeSpan.FromSeconds(60)));
        }
        finally
        {
            Standstill.End(host.Id);
            member.Dispose();
        }
    }

    private static Task Run(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void UntilClosed(Func<int> step)
    {
        try
        {
            while (step() > 0)
            {
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The host has ended, which ends this too.
        }
    }
}
