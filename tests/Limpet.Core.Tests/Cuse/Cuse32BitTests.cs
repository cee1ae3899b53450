using Limpet.Core.Bus.Hosting;
using Limpet.Core.Cuse.Ioctls;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Cuse;

/// <summary>
/// Each of the 18 ioctls, and messages of both kinds, as a 32-bit program on a 64-bit kernel has them: numbers with a size of 4, structs of 12 bytes, headers of 72,
/// pointers of 4 (kbus.md 3.1 and 4). The kernel's part is simulated; tests/Limpet.Kernel.Tests has a test on a real one, which is run when asked for.
/// </summary>
public sealed class Cuse32BitTests
{
    private readonly SimulatedCaller _caller = new(new BusHost(0, () => null), MemoryLayout.Bits32);
    private readonly ulong _sender;
    private readonly ulong _other;

    public Cuse32BitTests() => (_sender, _other) = (_caller.Open(), _caller.Open());

    [Theory]
    [InlineData(0x00006b01u, 0)]
    [InlineData(0x80046b04u, 4)]
    [InlineData(0x80046b06u, 4)]
    [InlineData(0x80046b07u, 4)]
    [InlineData(0x00006b09u, 0)]
    [InlineData(0x80046b0au, 8)]
    [InlineData(0x80046b0cu, 4)]
    [InlineData(0x80046b0du, 4)]
    [InlineData(0x80046b10u, 4)]
    public void What_only_gives_something_is_known_by_its_number_and_stores_no_more(uint number, int stored)
    {
        _caller.Put(0x100, Enumerable.Repeat((byte)0xAA, 12).ToArray());
        Assert.Equal(0, _caller.Ioctl(_sender, number, 0x100));
        for (var at = 0; at < 12; at += 4)
        {
            Assert.Equal(at >= stored, _caller.Word(0x100 + (ulong)at) == 0xAAAAAAAA);
        }
    }

    [Theory]
    [InlineData(0xc0046b0bu, 5u, 5u)]
    [InlineData(0xc0046b0eu, 1u, 0u)]
    [InlineData(0xc0046b0fu, 1u, 0u)]
    [InlineData(0xc0046b11u, 1u, 0u)]
    [InlineData(0xc0046b12u, 5000u, 5000u)]
    public void Settings_go_in_and_out(uint number, uint value, uint answer)
    {
        _caller.Put(0x100, [.. BitConverter.GetBytes(value), 0xAA, 0xAA, 0xAA, 0xAA]);
        Assert.Equal(0, _caller.Ioctl(_sender, number, 0x100));
        Assert.Equal((answer, 0xAAAAAAAAu), (_caller.Word(0x100), _caller.Word(0x104)));
    }

    [Fact]
    public void Bind_unbind_and_replier_take_a_struct_of_12_bytes()
    {
        Put(replier: 1, "$.Q");
        Assert.Equal(0, _caller.Ioctl(_other, 0x40046b02u, 0x1000));
        Assert.Equal(1, _caller.Ioctl(_sender, 0xc0046b05u, 0x1000));
        Assert.Equal((2u, 3u, 0x2000u, 0xAAAAAAAAu), (_caller.Word(0x1000), _caller.Word(0x1004), _caller.Word(0x1008), _caller.Word(0x100c)));
        Put(replier: 1, "$.Q");
        Assert.Equal(0, _caller.Ioctl(_other, 0x40046b03u, 0x1000));
        Assert.Equal(-(int)Errno.EINVAL, _caller.Ioctl(_other, 0x40046b03u, 0x1000));
        Assert.Equal(0, _caller.Ioctl(_sender, 0xc0046b05u, 0x1000));
        Put(replier: 0, "$.N." + new string('a', 997));
        Assert.Equal(-(int)Errno.ENAMETOOLONG, _caller.Ioctl(_other, 0x40046b02u, 0x1000));
    }

    [Fact]
    public void A_struct_that_ends_at_the_end_of_the_memory_is_fetched()
    {
        const ulong End = 1 << 20;
        Put(replier: 0, "$.Edge");
        _caller.Put(End - 12, [0, 0, 0, 0, 6, 0, 0, 0, 0, 0x20, 0, 0]);
        Assert.Equal(0, _caller.Ioctl(_other, 0x40046b02u, End - 12));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(200_000)]
    [InlineData(409600 - 72 - 4 - 4)]
    public void A_pointy_message_arrives_entire_with_a_header_of_72_bytes(int length)
    {
        var data = new byte[length];
        new Random(length).NextBytes(data);
        _caller.Bind(_other, "$.A");
        Assert.Equal(72, _caller.WritePointy(_sender, "$.A", data));
        Assert.Equal(0, _caller.Ioctl(_sender, 0x80046b08u, 0x100));
        Assert.Equal((0u, 1u), (_caller.Word(0x100), _caller.Word(0x104)));
        Assert.Equal(data, Received(MemoryLayout.Bits32).Data.Span);
    }

    [Fact]
    public void An_entire_message_is_written_and_read_in_pieces()
    {
        _caller.Bind(_other, "$.A");
        foreach (var piece in EntireMessage.ToBytes(KbusMessage.Announcement("$.A", "in pieces"), MemoryLayout.Bits32).Chunk(7))
        {
            Assert.Equal(piece.Length, _caller.Write(_sender, piece));
        }

        Assert.Equal(0, _caller.Ioctl(_sender, 0x80046b08u, 0x100));
        Assert.Equal("in pieces"u8, Received(MemoryLayout.Bits32, atATime: 5).Data.Span);
    }

    [Fact]
    public void A_Request_of_one_kind_of_program_is_answered_by_the_other()
    {
        _caller.Layout = MemoryLayout.Bits64;
        var answerer = _caller.Open();
        _caller.Bind(answerer, "$.Q", replier: true);
        _caller.Layout = MemoryLayout.Bits32;
        _caller.WritePointy(_sender, "$.Q", "32"u8, MessageFlags.WantAReply);
        Assert.Equal(0, _caller.Ioctl(_sender, KsockIoctl.Send, 0x100));

        _caller.Layout = MemoryLayout.Bits64;
        var request = Received(MemoryLayout.Bits64, from: answerer);
        Assert.Equal("32"u8, request.Data.Span);
        _caller.Write(answerer, EntireMessage.ToBytes(KbusMessage.ReplyTo(request) with { Data = "64"u8.ToArray() }, MemoryLayout.Bits64));
        Assert.Equal(0, _caller.Ioctl(answerer, KsockIoctl.Send, 0x100));

        _caller.Layout = MemoryLayout.Bits32;
        var reply = Received(MemoryLayout.Bits32, from: _sender);
        Assert.Equal(("64", request.Id), (System.Text.Encoding.ASCII.GetString(reply.Data.Span), reply.InReplyTo));
    }

    [Theory]
    [InlineData(0x80086b04u)]
    [InlineData(0x40086b02u)]
    [InlineData(0xc0086b05u)]
    [InlineData(0x80046b13u)]
    [InlineData(0x80046b01u)]
    public void The_numbers_of_64_bit_programs_and_others_are_ENOTTY(uint number)
        => Assert.Equal(-(int)Errno.ENOTTY, _caller.Ioctl(_sender, number, 0x100));

    [Fact]
    public void Bad_pointers_are_EFAULT_and_harm_nothing()
    {
        Assert.Equal(-(int)Errno.EFAULT, _caller.Ioctl(_sender, 0x80046b04u, 0xFFFFFFF0));
        _caller.Put(0x1000, [0, 0, 0, 0, 3, 0, 0, 0, 0xF0, 0xFF, 0xFF, 0xFF]);
        Assert.Equal(-(int)Errno.EFAULT, _caller.Ioctl(_sender, 0x40046b02u, 0x1000));
        _caller.Write(_sender, _caller.Header(name: 0xFFFFFFF0, nameLength: 3, data: 0, dataLength: 0));
        Assert.Equal(-(int)Errno.EFAULT, _caller.Ioctl(_sender, 0x80046b08u, 0x100));
        Assert.Equal(0, _caller.Ioctl(_sender, 0x80046b04u, 0x100));
        Assert.Equal(1u, _caller.Word(0x100));
    }

    private void Put(uint replier, string name)
    {
        _caller.Put(0x2000, System.Text.Encoding.ASCII.GetBytes(name));
        _caller.Put(0x1000, [.. BitConverter.GetBytes(replier), .. BitConverter.GetBytes(name.Length), 0, 0x20, 0, 0, 0xAA, 0xAA, 0xAA, 0xAA]);
    }

    private KbusMessage Received(MemoryLayout layout, ulong? from = null, int atATime = 128 * 1024)
    {
        var ksock = from ?? _other;
        Assert.Equal(1, _caller.Ioctl(ksock, KsockIoctl.NextMessage, 0x100));
        var length = (int)_caller.Word(0x100);
        var bytes = new List<byte>();
        while (bytes.Count < length)
        {
            var (error, piece) = _caller.Read(ksock, atATime);
            Assert.Equal((0, Math.Min(atATime, length - bytes.Count)), (error, piece.Length));
            bytes.AddRange(piece);
        }

        return EntireMessage.Read(bytes.ToArray(), layout);
    }
}
