using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Conformance;

/// <summary>kbus.md 4: NEXTMSG, read, LENLEFT, write, SEND, DISCARD, LASTSENT; and 3.1.</summary>
public abstract class BytesConformance<TWorld> : KsockConformance<TWorld>
    where TWorld : IKsockWorld, new()
{
    private static readonly MemoryLayout Layout = MemoryLayout.Native;

    private static readonly KbusMessage Hello = KbusMessage.Announcement("$.A", "hello");

    private static byte[] HelloBytes => EntireMessage.ToBytes(Hello, Layout);

    [Fact]
    public void NEXTMSG_gives_the_entire_length_and_0_for_none()
    {
        var listener = Listener("$.A");
        Assert.Equal(0u, listener.NextMessage());
        Open().Send(Hello);
        Assert.Equal((uint)Layout.EntireLength(Hello), listener.NextMessage());
        Assert.Equal(0u, listener.QueuedMessages());
        Assert.Equal(0u, listener.NextMessage());
    }

    [Fact]
    public void Read_gives_the_next_bytes_and_0_at_the_end_and_LENLEFT_what_is_left()
    {
        var listener = Listener("$.A");
        var sender = Open();
        var id = sender.Send(Hello);
        Assert.Equal(0u, listener.LengthLeft());
        Assert.Equal(0, listener.Read(new byte[10]));
        var length = (int)listener.NextMessage();
        var bytes = new byte[length + 10];
        Assert.Equal(7, listener.Read(bytes.AsSpan(0, 7)));
        Assert.Equal((uint)length - 7, listener.LengthLeft());
        Assert.Equal(length - 7, listener.Read(bytes.AsSpan(7)));
        Assert.Equal(0u, listener.LengthLeft());
        Assert.Equal(0, listener.Read(bytes));
        Assert.Equal(Hello with { Id = id, From = sender.Id }, EntireMessage.Read(bytes.AsSpan(0, length), Layout));
    }

    [Fact]
    public void NEXTMSG_drops_what_is_left_of_the_message_being_read()
    {
        var listener = Listener("$.*");
        var sender = Open();
        sender.Send(Hello);
        sender.Send(Say("$.Longer.Name"));
        listener.NextMessage();
        listener.Read(new byte[20]);
        var length = listener.NextMessage();
        Assert.Equal((uint)Layout.EntireLength(Say("$.Longer.Name")), length);
        var bytes = new byte[length];
        Assert.Equal((int)length, listener.Read(bytes));
        Assert.Equal("$.Longer.Name", EntireMessage.Read(bytes, Layout).Name.Value);
        listener.NextMessage();
        Assert.Equal(0u, listener.LengthLeft());
    }

    [Fact]
    public void A_message_written_in_pieces_is_sent_as_it_was_written()
    {
        var listener = Listener("$.A");
        var sender = Open();
        foreach (var piece in HelloBytes.Chunk(9))
        {
            Silent(listener);
            sender.Write(piece);
        }

        Silent(listener);
        var id = sender.SendWritten();
        Assert.Equal(Hello with { Id = id, From = sender.Id }, Only(listener));
        Fails(Errno.ENOMSG, () => sender.SendWritten());
    }

    [Fact]
    public void SEND_with_nothing_written_is_ENOMSG_and_with_a_part_EINVAL()
    {
        var sender = Open();
        Fails(Errno.ENOMSG, () => sender.SendWritten());
        sender.Write(HelloBytes.AsSpan(0, 20));
        Fails(Errno.EINVAL, () => sender.SendWritten());
        Fails(Errno.ENOMSG, () => sender.SendWritten());
    }

    [Fact]
    public void DISCARD_throws_away_what_was_written()
    {
        var sender = Open();
        sender.Discard();
        sender.Write(HelloBytes.AsSpan(0, 20));
        sender.Discard();
        Fails(Errno.ENOMSG, () => sender.SendWritten());
        sender.Write(HelloBytes);
        sender.Discard();
        Fails(Errno.ENOMSG, () => sender.SendWritten());
    }

    [Fact]
    public void A_wrong_guard_is_EINVAL_and_throws_away_what_was_written()
    {
        foreach (var offset in new[] { 0, Layout == MemoryLayout.Bits64 ? 80 : 68, HelloBytes.Length - 4 })
        {
            var sender = Open();
            var bytes = HelloBytes;
            bytes.AsSpan(offset, 4).Fill(1);
            Fails(Errno.EINVAL, () => sender.Write(bytes));
            Fails(Errno.ENOMSG, () => sender.SendWritten());
            sender.Write(HelloBytes);
            sender.SendWritten();
        }
    }

    [Theory]
    [InlineData(52, 0u, Errno.EINVAL)]
    [InlineData(52, 1001u, Errno.ENAMETOOLONG)]
    [InlineData(56, 0x7FFFFFFFu, Errno.EMSGSIZE)]
    [InlineData(48, 0x300u, Errno.EINVAL)]
    public void A_header_field_that_is_wrong_has_its_errno(int offset, uint value, Errno expected)
    {
        var sender = Open();
        var bytes = HelloBytes;
        BitConverter.TryWriteBytes(bytes.AsSpan(offset), value);
        Fails(expected, () => sender.Write(bytes.AsSpan(0, Layout.HeaderSize)));
    }

    [Theory]
    [InlineData("$.A.*")]
    [InlineData("$.A.%")]
    public void A_wildcard_is_refused_when_its_name_is_whole(string name)
    {
        var sender = Open();
        Fails(Errno.EBADMSG, () => sender.Write(EntireMessage.ToBytes(Say(name), Layout)));
    }

    [Fact]
    public void A_malformed_name_is_refused_when_it_is_whole()
    {
        var sender = Open();
        var bytes = HelloBytes;
        bytes[Layout.HeaderSize] = (byte)'x';
        sender.Write(bytes.AsSpan(0, Layout.HeaderSize + 2));
        Fails(Errno.EBADMSG, () => sender.Write(bytes.AsSpan(Layout.HeaderSize + 2)));
    }

    [Fact]
    public void Bytes_after_the_end_are_EMSGSIZE_and_throw_the_message_away()
    {
        var sender = Open();
        sender.Write(HelloBytes);
        Fails(Errno.EMSGSIZE, () => sender.Write([0]));
        Fails(Errno.ENOMSG, () => sender.SendWritten());
    }

    [Fact]
    public void Name_and_data_are_both_inline_or_both_elsewhere()
    {
        foreach (var offset in PointerOffsets)
        {
            var sender = Open();
            var bytes = HelloBytes;
            bytes[offset] = 8;
            Fails(Errno.EINVAL, () => sender.Write(bytes));
        }
    }

    [Fact]
    public void A_data_pointer_without_data_is_EINVAL()
    {
        var sender = Open();
        var bytes = EntireMessage.ToBytes(Say("$.A"), Layout);
        bytes[PointerOffsets[1]] = 8;
        Fails(Errno.EINVAL, () => sender.Write(bytes));
    }

    [Fact]
    public void While_a_send_is_waiting_write_is_EALREADY_and_the_message_still_goes()
    {
        var listener = FullListener("$.A");
        var sender = Open();
        var id = Waits(sender, Say("$.A", MessageFlags.AllOrWait));
        Fails(Errno.EALREADY, () => sender.Write(HelloBytes));
        Assert.Equal(Errno.EALREADY, sender.TrySend(Hello, out _));
        listener.TryReceive();
        Assert.Equal(id, sender.SendWritten());
        Assert.Equal(id, Only(listener).Id);
    }

    [Fact]
    public unsafe void A_pointy_message_is_fetched_at_SEND()
    {
        var listener = Listener("$.Pointy");
        var sender = Open();
        var name = "$.Pointy"u8.ToArray();
        var data = "before"u8.ToArray();
        fixed (byte* namePlace = name)
        fixed (byte* dataPlace = data)
        {
            var header = EntireMessage.ToBytes(new KbusMessage(MessageName.Parse("$.Pointy"), data), Layout).AsSpan(0, Layout.HeaderSize).ToArray();
            BitConverter.TryWriteBytes(header.AsSpan(PointerOffsets[0]), (nint)namePlace);
            BitConverter.TryWriteBytes(header.AsSpan(PointerOffsets[1]), (nint)dataPlace);
            sender.Write(header);
            "after!"u8.CopyTo(data);
            sender.SendWritten();
            data.AsSpan().Clear();
        }

        Assert.Equal("after!"u8, Only(listener).Data.Span);
    }

    [Fact]
    public void LASTSENT_is_the_id_of_the_last_message_that_got_one()
    {
        var sender = Open();
        Assert.Equal(MessageId.None, sender.LastSent());
        var first = sender.Send(Say("$.A"));
        Assert.Equal(first, sender.LastSent());
        SendFails(Errno.EBADMSG, sender, Say("$.*"));
        Assert.Equal(first, sender.LastSent());
        SendFails(Errno.EADDRNOTAVAIL, sender, Ask("$.Nobody"));
        Assert.Equal(new MessageId(0, first.Serial + 1), sender.LastSent());
    }

    [Fact]
    public void A_whole_message_on_top_of_a_part_of_one_is_refused_and_throws_that_away()
    {
        var listener = Listener("$.A");
        var sender = Open();
        sender.Write(HelloBytes.AsSpan(0, 20));
        SendFails(Errno.EINVAL, sender, Hello);
        sender.Send(Hello);
        Assert.Single(All(listener));
    }

    [Fact]
    public void A_whole_message_on_top_of_a_whole_one_comes_after_the_end()
    {
        var listener = Listener("$.A");
        var sender = Open();
        sender.Write(HelloBytes);
        SendFails(Errno.EMSGSIZE, sender, Hello);
        Silent(listener);
        Fails(Errno.ENOMSG, () => sender.SendWritten());
    }

    private static int[] PointerOffsets => IntPtr.Size == 8 ? [64, 72] : [60, 64];
}
