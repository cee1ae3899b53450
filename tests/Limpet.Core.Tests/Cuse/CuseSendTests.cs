using Limpet.Core.Bus.Hosting;
using Limpet.Core.Cuse.Ioctls;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Cuse;

/// <summary>write, SEND, NEXTMSG and read through the kernel's requests, and how many of them a message takes.</summary>
public sealed class CuseSendTests
{
    private const int LongestData = 409600 - 88 - 4 - 4;

    private readonly SimulatedCaller _caller = new(new BusHost(0, () => null));
    private readonly ulong _sender;
    private readonly ulong _listener;

    public CuseSendTests()
    {
        (_sender, _listener) = (_caller.Open(), _caller.Open());
        _caller.Bind(_listener, "$.A");
    }

    [Fact]
    public void A_message_takes_six_requests()
    {
        var before = _caller.Requests;
        _caller.WritePointy(_sender, "$.A", new byte[64]);
        Assert.Equal(0, _caller.Ioctl(_sender, KsockIoctl.Send, 0x100));
        Assert.Equal(1, _caller.Ioctl(_listener, KsockIoctl.NextMessage, 0x100));
        Assert.Equal(160, _caller.Read(_listener, 4096).Bytes.Length);
        Assert.Equal(6, _caller.Requests - before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(131068)]
    [InlineData(131069)]
    [InlineData(131072)]
    [InlineData(262144)]
    [InlineData(LongestData)]
    public void A_pointy_message_of_any_length_arrives(int length)
    {
        var data = new byte[length];
        new Random(length).NextBytes(data);
        _caller.WritePointy(_sender, "$.A", data);
        Assert.Equal(0, _caller.Ioctl(_sender, KsockIoctl.Send, 0x100));
        Assert.Equal((0u, 1u), (_caller.Word(0x100), _caller.Word(0x104)));
        Assert.Equal(data, Received().Data.Span);
    }

    [Fact]
    public void An_entire_message_may_be_written_and_read_in_pieces()
    {
        var bytes = EntireMessage.ToBytes(KbusMessage.Announcement("$.A", "in pieces"), MemoryLayout.Bits64);
        foreach (var piece in bytes.Chunk(7))
        {
            Assert.Equal(piece.Length, _caller.Write(_sender, piece));
        }

        Assert.Equal(0, _caller.Ioctl(_sender, KsockIoctl.Send, 0x100));
        Assert.Equal("in pieces"u8, Received(atATime: 5).Data.Span);
        Assert.Empty(_caller.Read(_listener, 5).Bytes);
    }

    [Fact]
    public void Refusals_come_with_their_errno_and_a_waiting_send_with_its_id()
    {
        Assert.Equal(-(int)Errno.ENOMSG, _caller.Ioctl(_sender, KsockIoctl.Send, 0x100));
        Assert.Equal(-(int)Errno.EINVAL, _caller.Write(_sender, new byte[88]));
        _caller.Ioctl(_listener, KsockIoctl.MaxMessages, _caller.Put(0x100, [1, 0, 0, 0]));
        _caller.WritePointy(_sender, "$.A", [1], MessageFlags.AllOrWait);
        Assert.Equal(0, _caller.Ioctl(_sender, KsockIoctl.Send, 0x100));
        _caller.WritePointy(_sender, "$.A", [2], MessageFlags.AllOrWait);
        Assert.Equal(-(int)Errno.EAGAIN, _caller.Ioctl(_sender, KsockIoctl.Send, 0x100));
        Assert.Equal(2u, _caller.Word(0x104));
        Assert.Equal(-(int)Errno.EALREADY, _caller.Write(_sender, [1]));
    }

    [Fact]
    public void A_name_that_cannot_be_fetched_takes_the_message_with_it()
    {
        _caller.Write(_sender, _caller.Header(name: 0x7FFF0000, nameLength: 3, data: 0, dataLength: 0));
        Assert.Equal(-(int)Errno.EFAULT, _caller.Ioctl(_sender, KsockIoctl.Send, 0x100));
        Assert.Equal(88, _caller.WritePointy(_sender, "$.A", "next"u8));
        Assert.Equal(0, _caller.Ioctl(_sender, KsockIoctl.Send, 0x100));
        Assert.Equal("next"u8, Received().Data.Span);
    }

    [Fact]
    public void A_caller_killed_while_its_memory_is_fetched_sends_nothing_and_harms_nobody()
    {
        var asked = 0;
        _caller.WritePointy(_sender, "$.A", new byte[300000]);
        _caller.BeforeIoctl = () => ++asked < 3;
        Assert.Equal(-(int)Errno.EINTR, _caller.Ioctl(_sender, KsockIoctl.Send, 0x100));
        _caller.BeforeIoctl = null;
        Assert.Equal(0, _caller.Release(_sender));
        Assert.Equal(0, _caller.Ioctl(_listener, KsockIoctl.NextMessage, 0x100));
    }

    [Fact]
    public void Two_threads_that_send_long_messages_on_one_Ksock_send_whole_ones()
    {
        // The second thread sends what the first is about to, in the middle of its SEND.
        var data = new byte[300000];
        new Random(1).NextBytes(data);
        _caller.WritePointy(_sender, "$.A", data);
        var asked = 0;
        _caller.BeforeIoctl = () =>
        {
            if (++asked == 2)
            {
                _caller.Thread++;
                Assert.Equal(0, _caller.Ioctl(_sender, KsockIoctl.Send, 0x200));
                _caller.Thread--;
            }

            return true;
        };
        Assert.Equal(-(int)Errno.ENOMSG, _caller.Ioctl(_sender, KsockIoctl.Send, 0x100));
        Assert.Equal(data, Received().Data.Span);
    }

    private KbusMessage Received(int atATime = 128 * 1024)
    {
        Assert.Equal(1, _caller.Ioctl(_listener, KsockIoctl.NextMessage, 0x100));
        var length = (int)_caller.Word(0x100);
        var bytes = new List<byte>();
        while (bytes.Count < length)
        {
            var (error, piece) = _caller.Read(_listener, atATime);
            Assert.Equal((0, Math.Min(atATime, length - bytes.Count)), (error, piece.Length));
            bytes.AddRange(piece);
        }

        return EntireMessage.Read(bytes.ToArray(), MemoryLayout.Bits64);
    }
}
