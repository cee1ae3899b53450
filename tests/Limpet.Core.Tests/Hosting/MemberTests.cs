using System.Net.Sockets;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Hosting;

/// <summary>
/// A bus shared through its directory: the lock is one's alone and everything else goes over the socket. What takes real processes is tested with some.
/// </summary>
public sealed class MemberTests : SharedBusTests
{
    [Fact]
    public void The_first_to_open_a_bus_hosts_it_and_the_second_joins()
    {
        using var host = First.Open(3);
        using var member = Second.Open(3);
        Assert.Equal((1u, 2u), (host.Id, member.Id));
        Assert.Contains("hosted by this process", host.Bus, StringComparison.Ordinal);
        Assert.Contains($"hosted by process {Environment.ProcessId}", member.Bus, StringComparison.Ordinal);
    }

    [Fact]
    public void An_announcement_passes_both_ways()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        host.Bind("$.A", BindingKind.Listener);
        member.Bind("$.B", BindingKind.Listener);

        host.Send(KbusMessage.Announcement("$.B", "to the member"));
        member.Send(KbusMessage.Announcement("$.A", "to the host"));

        Assert.Equal("to the member"u8, member.Receive(GiveUp.Token).Data.Span);
        Assert.Equal("to the host"u8, host.Receive(GiveUp.Token).Data.Span);
    }

    [Fact]
    public async Task A_member_that_waits_is_woken_by_a_message()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        member.Bind("$.A", BindingKind.Listener);
        var waiting = Task.Run(() => member.Receive(GiveUp.Token));
        var sent = host.Send(KbusMessage.Announcement("$.A"));
        Assert.Equal(sent, (await waiting.WaitAsync(Patience)).Id);
    }

    [Fact]
    public async Task Several_threads_wait_on_one_Ksock_while_another_sends()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        member.Bind("$.A", BindingKind.Listener);
        var waiting = Enumerable.Range(0, 4).Select(_ => Task.Run(() => member.Receive(GiveUp.Token))).ToArray();
        for (var i = 0; i < waiting.Length; i++)
        {
            member.Send(KbusMessage.Announcement("$.A"));
        }

        var received = await Task.WhenAll(waiting).WaitAsync(Patience);
        Assert.Equal([1u, 2u, 3u, 4u], received.Select(message => message.Id.Serial).Order());
    }

    [Fact]
    public void What_comes_after_a_member_gave_up_on_a_host_that_stood_still_is_kept_for_it()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        member.Bind("$.A", BindingKind.Listener);
        BusHost? bus = null;
        First.Serve(0, found =>
        {
            bus = found;
            return new NoOutlet();
        });

        // Whoever holds the lock of the bus makes the host stand still.
        bus!.Gate.Enter();
        try
        {
            using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            Assert.ThrowsAny<OperationCanceledException>(() => member.Receive(impatient.Token));
            Assert.Equal(Errno.None, bus.Device.Ksocks.First(ksock => ksock.Id == host.Id).Send(KbusMessage.Announcement("$.A", "kept"), out _));
        }
        finally
        {
            bus.Gate.Exit();
        }

        Assert.Equal("kept"u8, member.Receive(GiveUp.Token).Data.Span);
    }

    [Fact]
    public void Receiving_takes_many_at_once_in_order()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        member.Bind("$.A", BindingKind.Listener);
        member.MaxMessages(1000);
        for (var i = 0; i < 1000; i++)
        {
            host.Send(KbusMessage.Announcement("$.A", $"{i}"));
        }

        var all = new List<KbusMessage>();
        while (all.Count < 1000)
        {
            member.Receive(all, 300, GiveUp.Token);
        }

        Assert.Equal(Enumerable.Range(1, 1000).Select(i => (uint)i), all.Select(message => message.Id.Serial));
        Assert.Null(member.TryReceive());
    }

    [Fact]
    public void Errors_are_the_same_for_a_member_as_for_the_host()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        foreach (var provoke in new Action<IKsock>[]
        {
            ksock => ksock.Bind("$.A.", BindingKind.Listener),
            ksock => ksock.Bind("", BindingKind.Listener),
            ksock => ksock.Bind("$." + new string('a', 2_000_000), BindingKind.Listener),
            ksock => ksock.Unbind("$.Never", BindingKind.Replier),
            ksock => ksock.Send(KbusMessage.Request("$.Nobody")),
            ksock => ksock.Send(KbusMessage.Announcement("$.A.*")),
            ksock => ksock.Send(new KbusMessage(MessageName.Parse("$.A"), new byte[500_000])),
            ksock => ksock.Send(new KbusMessage(MessageName.Parse("$.A"), new byte[2_000_000])),
            ksock => ksock.SendWritten(),
            ksock => ksock.MaxMessageSize(99),
            ksock => ksock.MessagesOnlyOnce(2),
            ksock => ksock.FindReplier(""),
        })
        {
            var expected = Assert.Throws<KbusException>(() => provoke(host));
            var found = Assert.Throws<KbusException>(() => provoke(member));
            Assert.Equal((expected.Errno, expected.Message), (found.Errno, found.Message));
        }
    }

    [Fact]
    public void A_message_written_and_read_in_pieces_is_the_same()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        member.Bind("$.A", BindingKind.Listener);
        var bytes = EntireMessage.ToBytes(KbusMessage.Announcement("$.A", "in pieces"), MemoryLayout.Native);
        foreach (var b in bytes)
        {
            member.Write([b]);
        }

        var id = member.SendWritten();
        Assert.Equal(id, member.LastSent());
        Assert.Equal((uint)bytes.Length, member.NextMessage());
        var read = new byte[bytes.Length];
        Assert.Equal(10, member.Read(read.AsSpan(0, 10)));
        Assert.Equal((uint)bytes.Length - 10, member.LengthLeft());
        Assert.Equal(bytes.Length - 10, member.Read(read.AsSpan(10)));
        Assert.Equal(0, member.Read(read));
        Assert.Equal(KbusMessage.Announcement("$.A", "in pieces") with { Id = id, From = member.Id }, EntireMessage.Read(read, MemoryLayout.Native));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public unsafe void A_pointy_message_is_fetched_from_the_memory_of_whoever_wrote_it(bool asMember)
    {
        using var host = First.Open(0);
        using var other = Second.Open(0);
        var ksock = asMember ? other : host;
        ksock.Bind("$.Pointy", BindingKind.Listener);
        fixed (byte* name = "$.Pointy"u8)
        fixed (byte* data = "there"u8)
        {
            ksock.Write(PointyHeader((ulong)name, 8, (ulong)data, 5));
            ksock.SendWritten();
            Assert.Equal("there"u8, ksock.TryReceive()!.Data.Span);

            ksock.Write(PointyHeader((ulong)name, 8, 16, 5));
            Assert.Equal(Errno.EFAULT, Assert.Throws<KbusException>(() => ksock.SendWritten()).Errno);
        }
    }

    [Fact]
    public async Task A_send_that_waits_for_room_goes_when_there_is_some()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        host.Bind("$.A", BindingKind.Listener);
        host.MaxMessages(1);
        var message = KbusMessage.Announcement("$.A") with { Flags = MessageFlags.AllOrWait };
        member.Send(message);
        var second = Task.Run(() => member.Send(message, GiveUp.Token));
        Assert.Equal(1u, host.Receive(GiveUp.Token).Id.Serial);
        Assert.Equal(2u, host.Receive(GiveUp.Token).Id.Serial);
        Assert.Equal(2u, (await second.WaitAsync(Patience)).Serial);
    }

    [Fact]
    public async Task Cancelling_ends_a_wait_and_loses_nothing()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        member.Bind("$.A", BindingKind.Listener);
        using var cancel = new CancellationTokenSource();
        var waiting = Task.Run(() => member.Receive(cancel.Token));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        host.Send(KbusMessage.Announcement("$.A"));
        Assert.Equal(1u, member.Receive(GiveUp.Token).Id.Serial);
    }

    [Fact]
    public void A_send_that_is_given_up_is_discarded()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        host.Bind("$.A", BindingKind.Listener);
        host.MaxMessages(1);
        var message = KbusMessage.Announcement("$.A") with { Flags = MessageFlags.AllOrWait };
        member.Send(message);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        Assert.ThrowsAny<OperationCanceledException>(() => member.Send(message, cancel.Token));
        Assert.Equal(KsockEvents.Writable, member.Poll());
        Assert.NotNull(host.TryReceive());
        Assert.Null(host.TryReceive());
    }

    [Fact]
    public async Task The_host_going_away_ends_the_others_with_an_error_and_the_next_to_open_hosts_anew()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        member.Bind("$.A", BindingKind.Listener);
        var waiting = Task.Run(() => member.Receive(GiveUp.Token));
        First.Dispose();

        var error = await Assert.ThrowsAsync<KbusException>(() => waiting.WaitAsync(Patience));
        Assert.Equal(Errno.ENODEV, error.Errno);
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => member.Send(KbusMessage.Announcement("$.A"))).Errno);
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => host.TryReceive()).Errno);

        using var anew = Second.Open(0);
        Assert.Equal(1u, anew.Id);
    }

    [Fact]
    public async Task Closing_a_Ksock_wakes_whoever_waits_on_it()
    {
        using var host = First.Open(0);
        foreach (var ksock in new[] { host, Second.Open(0) })
        {
            var waiting = Task.Run(() => ksock.Receive(GiveUp.Token));
            ksock.Dispose();
            Assert.Equal(Errno.EBADF, (await Assert.ThrowsAsync<KbusException>(() => waiting.WaitAsync(Patience))).Errno);
            ksock.Dispose();
        }
    }

    [Fact]
    public void A_members_Requests_are_answered_when_it_closes()
    {
        using var host = First.Open(0);
        var member = Second.Open(0);
        member.Bind("$.Q", BindingKind.Replier);
        var first = host.Send(KbusMessage.Request("$.Q"));
        var second = host.Send(KbusMessage.Request("$.Q"));
        Assert.Equal(first, member.Receive(GiveUp.Token).Id);
        member.Dispose();

        var answers = new[] { host.Receive(GiveUp.Token), host.Receive(GiveUp.Token) };
        Assert.Equal(
            [("$.KBUS.Replier.GoneAway", second), ("$.KBUS.Replier.Ignored", first)],
            answers.Select(answer => (answer.Name.Value, answer.InReplyTo)));
    }

    [Fact]
    public async Task Of_many_that_start_at_once_one_hosts()
    {
        var buses = Enumerable.Range(0, 16).Select(_ => EmbeddedBuses.Shared(Folder.At("race"))).ToArray();
        var ksocks = await Task.WhenAll(buses.Select(bus => Task.Run(() => bus.Open(0)))).WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(1, 16).Select(i => (uint)i), ksocks.Select(ksock => ksock.Id).Order());
        Assert.Single(ksocks, ksock => ksock.Bus.Contains("this process", StringComparison.Ordinal));
        Array.ForEach(buses, bus => bus.Dispose());
    }

    [Fact]
    public void A_socket_file_left_by_a_dead_host_is_taken_over()
    {
        var path = Directory.CreateDirectory(Folder.At("bus"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        var left = Path.Combine(path, "kbus0.sock");
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // A socket that is disposed takes its file with it, where that has the name that it was made with.
            dead.Bind(new UnixDomainSocketEndPoint(Path.Combine(path, "dead")));
            File.Move(Path.Combine(path, "dead"), left);
        }

        Assert.True(File.Exists(left));
        File.WriteAllText(Path.Combine(path, "kbus0.sock2"), "");
        using var host = First.Open(0);
        using var member = Second.Open(0);
        Assert.Equal(2u, member.Id);
    }

    [Fact]
    public void Directory_and_socket_are_the_users_alone()
    {
        using var host = First.Open(7);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder.At("bus")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Folder.At("bus/kbus7.sock")));
    }

    [Fact]
    public void A_directory_that_others_may_enter_is_refused()
    {
        Directory.CreateDirectory(Folder.At("bus"), (UnixFileMode)0x1FF);
        File.SetUnixFileMode(Folder.At("bus"), (UnixFileMode)0x1FF);
        var error = Assert.Throws<KbusException>(() => First.Open(0));
        Assert.Equal(Errno.EACCES, error.Errno);
        Assert.Contains("mode 777; expected a directory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_place_of_the_directory_is_refused()
    {
        Directory.CreateDirectory(Folder.At("elsewhere"), (UnixFileMode)0x1C0);
        Directory.CreateSymbolicLink(Folder.At("bus"), Folder.At("elsewhere"));
        Assert.Contains("is no directory", Assert.Throws<KbusException>(() => First.Open(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_too_long_for_a_socket_is_refused_with_its_length()
    {
        using var buses = EmbeddedBuses.Shared(Folder.At(new string('d', 120)));
        var error = Assert.Throws<KbusException>(() => buses.Open(0));
        Assert.Equal(Errno.ENAMETOOLONG, error.Errno);
        Assert.Contains("at most 107", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello there, this is no frame at all")]
    [InlineData("\u0009\0\0\0\u00ff\0\0\0\0\0\0\0\0\0")]
    [InlineData("\u0004\0\0\0\u0003\0\0\0\0")]
    public void Whoever_speaks_something_else_is_closed_and_harms_nobody(string bytes)
    {
        using var host = First.Open(0);
        using var stranger = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };
        stranger.Connect(new UnixDomainSocketEndPoint(Folder.At("bus/kbus0.sock")));
        stranger.Send(System.Text.Encoding.Latin1.GetBytes(bytes));
        Assert.Equal(0, stranger.Receive(new byte[10]));
        using var member = Second.Open(0);
        Assert.Equal(2u, member.Id);
    }

    [Fact]
    public void A_member_that_stops_reading_stalls_nobody_and_holds_one_answer()
    {
        using var host = First.Open(0);
        host.Bind("$.Ping", BindingKind.Listener);

        // Asks for the largest message again and again and reads no answer.
        using var stranger = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = 200 };
        stranger.Connect(new UnixDomainSocketEndPoint(Folder.At("bus/kbus0.sock")));
        stranger.Send([8, 0, 0, 0, 1, (byte)MemberProtocol.Version, 0, 0, 0, 1, 0, 0, 0]);
        byte[] bind = [13, 0, 0, 0, 3, 5, 0, 0, 0, (byte)'$', (byte)'.', (byte)'B', (byte)'i', (byte)'g', 0, 0, 0, 0];
        stranger.Send(bind);
        using var sender = Second.Open(0);
        var query = Enumerable.Repeat(new byte[] { 0, 0, 0, 0, 7 }, 20_000).SelectMany(frame => frame).ToArray();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        try
        {
            for (var i = 0; i < 100; i++)
            {
                stranger.Send(query);
            }

            Assert.Fail("The host read 10 MB of questions from a member that takes no answer.");
        }
        catch (SocketException e)
        {
            Assert.Equal(SocketError.TimedOut, e.SocketErrorCode);
        }

        for (var i = 0; i < 300; i++)
        {
            sender.Send(new KbusMessage(MessageName.Parse("$.Big"), new byte[400_000]));
        }

        sender.Send(KbusMessage.Announcement("$.Ping"));
        Assert.Equal("$.Ping", host.Receive(GiveUp.Token).Name.Value);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 64L * 1024 * 1024);
    }

    [Fact]
    public void A_host_whose_directory_was_removed_ends_all_the_same()
    {
        using var host = First.Open(0);
        Directory.Delete(Folder.At("bus"), recursive: true);
        First.Dispose();
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => host.TryReceive()).Errno);
    }

    [Fact]
    public void NewDevice_makes_the_next_one()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        using var other = First.Open(2);
        Assert.Equal(1u, member.NewDevice());
        Assert.Equal(3u, host.NewDevice());
    }

    private static byte[] PointyHeader(ulong name, int nameLength, ulong data, int dataLength)
    {
        var layout = MemoryLayout.Native;
        var header = EntireMessage.ToBytes(KbusMessage.Announcement("$.X"), layout).AsSpan(0, layout.HeaderSize).ToArray();
        BitConverter.TryWriteBytes(header.AsSpan(52), nameLength);
        BitConverter.TryWriteBytes(header.AsSpan(56), dataLength);
        BitConverter.TryWriteBytes(header.AsSpan(64), name);
        BitConverter.TryWriteBytes(header.AsSpan(72), data);
        return header;
    }

    private sealed class NoOutlet : IBusOutlet
    {
        public bool IsEnded => true;

        public void Dispose()
        {
            // There is nothing behind it.
        }
    }
}
