using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Limpet.Core.Ksocks.Device;

namespace Limpet.Core.Tests.Ksocks.Device;

/// <summary>kbus.md 4: the table of numbers, and the layout of what stands at the argument.</summary>
public sealed class DeviceIoctlTests
{
    [Theory]
    [InlineData(1, false, false, 0x00006b01u)]
    [InlineData(2, true, false, 0x40086b02u)]
    [InlineData(4, false, true, 0x80086b04u)]
    [InlineData(18, true, true, 0xc0086b12u)]
    public void A_number_encodes_the_direction_and_the_size_of_a_pointer(uint operation, bool reads, bool writes, uint expected)
    {
        Assert.Equal(expected, DeviceIoctl.Number(operation, reads, writes, pointerSize: 8));
        Assert.Equal(reads || writes ? expected - 0x40000 : expected, DeviceIoctl.Number(operation, reads, writes, pointerSize: 4));
    }

    [Fact]
    public void The_numbers_are_those_of_the_table()
    {
        uint[] bits64 =
        [
            0x00006b01, 0x40086b02, 0x40086b03, 0x80086b04, 0xc0086b05, 0x80086b06, 0x80086b07, 0x80086b08, 0x00006b09, 0x80086b0a,
            0xc0086b0b, 0x80086b0c, 0x80086b0d, 0xc0086b0e, 0xc0086b0f, 0x80086b10, 0xc0086b11, 0xc0086b12,
        ];
        var expected = IntPtr.Size == 8 ? bits64 : [.. bits64.Select(number => number >= 0x40000000 ? number - 0x40000 : number)];
        uint[] found =
        [
            DeviceIoctl.Reset, DeviceIoctl.Bind, DeviceIoctl.Unbind, DeviceIoctl.KsockId, DeviceIoctl.Replier, DeviceIoctl.NextMessage,
            DeviceIoctl.LengthLeft, DeviceIoctl.Send, DeviceIoctl.Discard, DeviceIoctl.LastSent, DeviceIoctl.MaxMessages, DeviceIoctl.QueuedMessages,
            DeviceIoctl.UnansweredRequests, DeviceIoctl.MessagesOnlyOnce, DeviceIoctl.Verbose, DeviceIoctl.NewDevice,
            DeviceIoctl.ReportReplierBinds, DeviceIoctl.MaxMessageSize,
        ];
        Assert.Equal(expected, found);
    }

    [Fact]
    public void The_arguments_of_BIND_and_REPLIER_are_two_numbers_and_a_pointer()
    {
        Assert.Equal((8 + IntPtr.Size, 8 + IntPtr.Size), (Unsafe.SizeOf<BindArgument>(), Unsafe.SizeOf<ReplierArgument>()));
        Assert.Equal((0, 4, 8), Offsets<BindArgument>(nameof(BindArgument.IsReplier), nameof(BindArgument.NameLength), nameof(BindArgument.Name)));
        Assert.Equal((0, 4, 8), Offsets<ReplierArgument>(nameof(ReplierArgument.ReturnId), nameof(ReplierArgument.NameLength), nameof(ReplierArgument.Name)));
    }

    private static (int First, int Second, int Third) Offsets<T>(string first, string second, string third)
        => ((int)Marshal.OffsetOf<T>(first), (int)Marshal.OffsetOf<T>(second), (int)Marshal.OffsetOf<T>(third));
}
