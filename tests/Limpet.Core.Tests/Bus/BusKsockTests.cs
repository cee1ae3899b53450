using Limpet.Core.Bus;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Bus;

/// <summary>A Ksock of the engine by itself: closed, for reading alone, in another memory layout, and pointy messages.</summary>
public sealed class BusKsockTests
{
    private static readonly KbusMessage Hello = KbusMessage.Announcement("$.A", "hello");

    private readonly BusDevice _device = new(0, MemoryLayout.Bits64);

    [Fact]
    public void A_closed_one_is_EBADF_whatever_is_asked_of_it()
    {
        var ksock = Listener();
        Assert.Equal(Errno.None, ksock.Send(Hello, out _));
        ksock.Close();
        Assert.True(ksock.IsClosed);
        Errno[] errors =
        [
            ksock.Bind("$.A", BindingKind.Listener), ksock.Unbind("$.A", BindingKind.Listener), ksock.FindReplier("$.A", out _),
            ksock.Send(Hello, out _), ksock.SendWritten(out _), ksock.Write(Bytes(MemoryLayout.Bits64)), ksock.NextMessage(out _),
            ksock.Read(new byte[9], out _), ksock.Discard(), ksock.Set(KsockOperation.MaxMessages, 5, out _), ksock.RetrySend(),
        ];
        Assert.All(errors, error => Assert.Equal(Errno.EBADF, error));
        Assert.Null(ksock.Receive());
        Assert.Empty(_device.Bindings);
        Assert.Empty(_device.Ksocks);
    }

    [Fact]
    public void One_for_reading_alone_sends_nothing_and_does_the_rest()
    {
        var reader = _device.Open(canWrite: false);
        Assert.Equal((false, true), (reader.CanWrite, _device.Open().CanWrite));
        Assert.Equal(Errno.EBADF, reader.Send(Hello, out var id));
        Assert.Equal(MessageId.None, id);
        Assert.Equal(Errno.EBADF, reader.Write(Bytes(MemoryLayout.Bits64)));
        Assert.Equal(Errno.ENOMSG, reader.SendWritten(out _));
        Assert.Equal(Errno.None, reader.Bind("$.A", BindingKind.Listener));
        Assert.Equal((false, false), reader.Poll());
        Assert.Equal(Errno.None, _device.Open().Send(Hello, out _));
        Assert.Equal((true, false), reader.Poll());
        Assert.True(reader.IsReadable);
        Assert.Equal(Errno.None, reader.NextMessage(out var length));
        Assert.Equal((uint)MemoryLayout.Bits64.EntireLength(Hello), length);
        Assert.False(reader.IsReadable);
    }

    [Fact]
    public void Ksocks_are_listed_in_the_order_of_opening()
    {
        BusKsock[] all = [_device.Open(), _device.Open(processId: 7), _device.Open()];
        all[0].Close();
        Assert.Equal([.. all[1..], _device.Open()], _device.Ksocks);
        Assert.Equal((0, 7), (all[0].ProcessId, all[1].ProcessId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_reads_and_writes_in_the_layout_it_was_opened_for(bool bits64)
    {
        var layout = bits64 ? MemoryLayout.Bits64 : MemoryLayout.Bits32;
        var ksock = _device.Open(layout: layout);
        ksock.Bind("$.A", BindingKind.Listener);
        Assert.Equal(Errno.None, ksock.Write(Bytes(layout)));
        Assert.Equal(Errno.None, ksock.SendWritten(out var id));
        Assert.Equal(Errno.None, ksock.NextMessage(out var length));
        Assert.Equal(((uint)layout.EntireLength(Hello), (ulong)layout.EntireLength(Hello)), (length, ksock.Answer(KsockQuery.LengthLeft)));
        var read = new byte[length];
        Assert.Equal(Errno.None, ksock.Read(read, out _));
        Assert.Equal(Hello with { Id = id, From = ksock.Id }, EntireMessage.Read(read, layout));
        Assert.Equal(layout.EntireLength(Hello), (int)length);
    }

    [Fact]
    public void A_device_measures_in_its_own_layout_and_its_Ksocks_have_that_unless_told_otherwise()
    {
        var device = new BusDevice(3, MemoryLayout.Bits32);
        Assert.Equal(3, device.Number);
        var ksock = device.Open();
        ksock.Bind("$.A", BindingKind.Listener);
        var message = new KbusMessage(MessageName.Parse("$.A"), new byte[100]);
        var most = MemoryLayout.Bits32.EntireLength(message);
        Assert.Equal(Errno.None, ksock.Set(KsockOperation.MaxMessageSize, (uint)most, out _));
        Assert.Equal(most, device.MaxMessageSize);
        Assert.Equal(Errno.None, ksock.Send(message, out _));
        Assert.Equal(Errno.None, ksock.NextMessage(out var length));
        Assert.Equal((uint)most, length);
    }

    [Fact]
    public void It_takes_on_another_layout_only_between_messages()
    {
        var ksock = Listener();
        Assert.Equal(Errno.None, ksock.Write(Bytes(MemoryLayout.Bits64).AsSpan(0, 20)));
        ksock.Adopt(MemoryLayout.Bits32);
        Assert.Equal(Errno.None, ksock.Write(Bytes(MemoryLayout.Bits64).AsSpan(20)));
        ksock.Adopt(MemoryLayout.Bits32);
        Assert.Equal(Errno.None, ksock.SendWritten(out _));

        Assert.Equal(Errno.None, ksock.NextMessage(out var length));
        ksock.Adopt(MemoryLayout.Bits32);
        Assert.Equal(Errno.None, ksock.Read(new byte[length - 1], out var read));
        Assert.Equal((int)length - 1, read);
        ksock.Adopt(MemoryLayout.Bits32);
        Assert.Equal(1u, ksock.LengthLeft);
        ksock.Read(new byte[9], out read);
        Assert.Equal(1, read);

        ksock.Adopt(MemoryLayout.Bits32);
        Assert.Equal(Errno.None, ksock.Write(Bytes(MemoryLayout.Bits32)));
        Assert.Equal(Errno.None, ksock.SendWritten(out _));
        ksock.NextMessage(out length);
        Assert.Equal((uint)MemoryLayout.Bits32.EntireLength(Hello), length);
    }

    [Fact]
    public void A_pointy_message_says_what_to_fetch_and_takes_that_alone()
    {
        var ksock = Listener();
        Assert.Null(ksock.Pointers);
        WritePointy(ksock);
        Assert.Equal(new PointyParts(0x1000, 3, 0x2000, 5), ksock.Pointers);
        Assert.Equal(Errno.None, ksock.SendWritten(out var id, "$.A"u8, "hello"u8.ToArray()));
        Assert.Null(ksock.Pointers);
        Assert.Equal(Hello with { Id = id, From = ksock.Id }, ksock.Receive());
    }

    [Fact]
    public void A_pointy_message_without_what_it_points_to_is_EFAULT_and_thrown_away()
    {
        var ksock = Listener();
        WritePointy(ksock);
        Assert.Equal(Errno.EFAULT, ksock.SendWritten(out _, "$.A"u8, "hell"u8.ToArray()));
        Assert.Equal(Errno.ENOMSG, ksock.SendWritten(out _));
        WritePointy(ksock);
        Assert.Equal(Errno.EFAULT, ksock.SendWritten(out _, "$.AB"u8, "hello"u8.ToArray()));
        Assert.Equal(Errno.ENOMSG, ksock.SendWritten(out _));
        WritePointy(ksock);
        Assert.Equal(Errno.EBADMSG, ksock.SendWritten(out var id, "A.$"u8, "hello"u8.ToArray()));
        Assert.Equal(MessageId.None, id);
        Assert.Equal(Errno.ENOMSG, ksock.SendWritten(out _));
        Assert.Null(ksock.Receive());
    }

    [Fact]
    public void Numbers_are_given_as_KBUS_gives_them()
    {
        var ksock = Listener();
        ksock.Bind("$.Q", BindingKind.Replier);
        Assert.Equal(Errno.None, ksock.Send(Hello with { Id = new(9, 7) }, out _));
        Assert.Equal(Errno.None, ksock.Send(KbusMessage.Request("$.Q") with { Id = new(9, 8) }, out _));
        Assert.Equal((0ul, 0x9_0000_0008ul, 2ul, 0ul), Answers());
        ksock.Receive();
        ksock.NextMessage(out var length);
        Assert.Equal((length, 0x9_0000_0008ul, 0ul, 1ul), Answers());
        Assert.Throws<ArgumentOutOfRangeException>(() => ksock.Answer((KsockQuery)99));

        (ulong LengthLeft, ulong LastSent, ulong Queued, ulong Unanswered) Answers()
            => (ksock.Answer(KsockQuery.LengthLeft), ksock.Answer(KsockQuery.LastSent), ksock.Answer(KsockQuery.QueuedMessages), ksock.Answer(KsockQuery.UnansweredRequests));
    }

    [Fact]
    public void The_longest_name_there_is_may_be_asked_for()
    {
        var longest = "$." + new string('x', MessageName.MaxLength - 2);
        Assert.Equal(Errno.None, _device.Open().FindReplier(longest, out _));
        Assert.Equal(Errno.ENAMETOOLONG, _device.Open().FindReplier(longest + "x", out _));
    }

    [Fact]
    public void What_is_no_setting_is_ENOTTY()
    {
        Assert.Equal(Errno.ENOTTY, _device.Open().Set(KsockOperation.Bind, 1, out var answer));
        Assert.Equal(0u, answer);
    }

    [Fact]
    public void One_id_may_be_awaited_twice_and_is_answered_twice()
    {
        var replier = _device.Open();
        replier.Bind("$.Q", BindingKind.Replier);
        var asker = _device.Open();
        var request = KbusMessage.Request("$.Q") with { Id = new(9, 1) };
        Assert.Equal(Errno.None, asker.Send(request, out _));
        Assert.Equal(Errno.None, asker.Send(request, out _));
        Assert.Equal(2, asker.Describe().AwaitedReplies);
        replier.Receive();
        var reply = KbusMessage.ReplyTo(replier.Receive()!);
        Assert.Equal(2u, replier.UnansweredRequests);
        Assert.Equal(Errno.None, replier.Send(reply, out _));
        Assert.Equal((1u, 1), (replier.UnansweredRequests, asker.Describe().AwaitedReplies));
        Assert.Equal(Errno.None, replier.Send(reply, out _));
        Assert.Equal((0u, 0), (replier.UnansweredRequests, asker.Describe().AwaitedReplies));
        Assert.Equal(Errno.ECONNREFUSED, replier.Send(reply, out _));
    }

    private static byte[] Bytes(MemoryLayout layout) => EntireMessage.ToBytes(Hello, layout);

    private BusKsock Listener()
    {
        var ksock = _device.Open();
        Assert.Equal(Errno.None, ksock.Bind("$.A", BindingKind.Listener));
        return ksock;
    }

    private static void WritePointy(BusKsock ksock)
    {
        var header = Bytes(MemoryLayout.Bits64)[..MemoryLayout.Bits64.HeaderSize];
        BitConverter.TryWriteBytes(header.AsSpan(64), 0x1000ul);
        BitConverter.TryWriteBytes(header.AsSpan(72), 0x2000ul);
        Assert.Equal(Errno.None, ksock.Write(header));
    }
}
