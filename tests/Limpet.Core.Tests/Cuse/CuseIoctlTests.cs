using Limpet.Core.Bus.Hosting;
using Limpet.Core.Cuse.Ioctls;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Cuse;

/// <summary>The ioctls as a program calls them, their pointers followed by the kernel's retries (kbus.md 4).</summary>
public sealed class CuseIoctlTests
{
    private readonly SimulatedCaller _caller = new(new BusHost(0, () => null));

    [Fact]
    public void Binding_follows_the_name_and_refuses_as_the_document_says()
    {
        var (first, second) = (_caller.Open(), _caller.Open());
        Assert.Equal(0, _caller.Bind(first, "$.Q", replier: true));
        Assert.Equal(-(int)Errno.EADDRINUSE, _caller.Bind(second, "$.Q", replier: true));
        Assert.Equal(0, _caller.Bind(second, "$.Q"));
        Assert.Equal(-(int)Errno.EBADMSG, _caller.Bind(first, ""));
        Assert.Equal(-(int)Errno.EBADMSG, _caller.Bind(first, "nonsense"));
        Assert.Equal(-(int)Errno.ENAMETOOLONG, _caller.Bind(first, "$." + new string('a', 999)));
        Assert.Equal(-(int)Errno.EINVAL, _caller.Bind(second, "$.Q", replier: true, KsockIoctl.Unbind));
        Assert.Equal(0, _caller.Bind(second, "$.Q", replier: false, KsockIoctl.Unbind));
        Assert.Equal(-(int)Errno.EFAULT, _caller.Ioctl(first, KsockIoctl.Bind, 0));
    }

    [Fact]
    public void Replier_gives_the_id_into_the_struct_and_leaves_the_rest()
    {
        var (first, second) = (_caller.Open(), _caller.Open());
        _caller.Bind(second, "$.Q", replier: true);
        Assert.Equal(1, _caller.Bind(first, "$.Q", replier: false, KsockIoctl.Replier));
        Assert.Equal((2u, 3u), (_caller.Word(0x1000), _caller.Word(0x1004)));
        Assert.Equal(0, _caller.Bind(first, "$.None", replier: true, KsockIoctl.Replier));
        Assert.Equal(0u, _caller.Word(0x1000));
        Assert.Equal(-(int)Errno.ENAMETOOLONG, _caller.Bind(first, "", replier: false, KsockIoctl.Replier));
    }

    [Fact]
    public void What_only_gives_a_number_stores_4_bytes()
    {
        var ksock = _caller.Open();
        _caller.Put(0x100, [0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA]);
        Assert.Equal(0, _caller.Ioctl(ksock, KsockIoctl.KsockId, 0x100));
        Assert.Equal((1u, 0xAAAAAAAAu), (_caller.Word(0x100), _caller.Word(0x104)));
        Assert.Equal(0, _caller.Ioctl(ksock, KsockIoctl.NextMessage, 0x100));
        Assert.Equal(0u, _caller.Word(0x100));
    }

    [Fact]
    public void Settings_go_in_and_out()
    {
        var ksock = _caller.Open();
        Assert.Equal(0, _caller.Ioctl(ksock, KsockIoctl.MaxMessages, _caller.Put(0x100, [3, 0, 0, 0])));
        Assert.Equal(0, _caller.Ioctl(ksock, KsockIoctl.MaxMessages, _caller.Put(0x100, [0, 0, 0, 0])));
        Assert.Equal(3u, _caller.Word(0x100));
        Assert.Equal(-(int)Errno.EINVAL, _caller.Ioctl(ksock, KsockIoctl.Verbose, _caller.Put(0x100, [9, 0, 0, 0])));
        Assert.Equal(9u, _caller.Word(0x100));
    }

    [Fact]
    public void New_device_gives_its_number_or_EINVAL()
    {
        var ksock = _caller.Open();
        Assert.Equal(0, _caller.Ioctl(ksock, KsockIoctl.NewDevice, 0x100));
        Assert.Equal(5u, _caller.Word(0x100));
        _caller.NextDevice = null;
        Assert.Equal(-(int)Errno.EINVAL, _caller.Ioctl(ksock, KsockIoctl.NewDevice, 0x100));
    }

    [Fact]
    public void Another_number_is_ENOTTY() => Assert.Equal(-(int)Errno.ENOTTY, _caller.Ioctl(_caller.Open(), 0x5401, 0x100));

    [Fact]
    public void A_program_of_the_other_layout_gets_ENOTTY_for_these_numbers()
        => Assert.Equal(-(int)Errno.ENOTTY, _caller.Ioctl(_caller.Open(), IoctlNumber.Encode(KsockIoctl.KsockId, MemoryLayout.Bits32), 0x100));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_32_bit_program_has_numbers_structs_and_messages_of_its_own(bool knownAtOpen)
    {
        _caller.Layout = knownAtOpen ? MemoryLayout.Bits32 : MemoryLayout.Bits64;
        var ksock = _caller.Open();
        _caller.Layout = MemoryLayout.Bits32;
        Assert.Equal(0, _caller.Bind(ksock, "$.A"));
        Assert.Equal(72, _caller.WritePointy(ksock, "$.A", "hello"u8));
        Assert.Equal(0, _caller.Ioctl(ksock, KsockIoctl.Send, 0x100));
        Assert.Equal(1u, _caller.Word(0x104));
        Assert.Equal(1, _caller.Ioctl(ksock, KsockIoctl.NextMessage, 0x100));
        Assert.Equal(72u + 4 + 8 + 4, _caller.Word(0x100));
        var message = EntireMessage.Read(_caller.Read(ksock, 1000).Bytes, MemoryLayout.Bits32);
        Assert.Equal("hello"u8, message.Data.Span);
    }
}
