using Limpet.Core.Cuse.Ioctls;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Cuse;

/// <summary>The numbers of kbus.md 4, written down once more.</summary>
public sealed class IoctlNumberTests
{
    [Theory]
    [InlineData(1, 0x00006b01u)]
    [InlineData(2, 0x40086b02u)]
    [InlineData(3, 0x40086b03u)]
    [InlineData(4, 0x80086b04u)]
    [InlineData(5, 0xc0086b05u)]
    [InlineData(6, 0x80086b06u)]
    [InlineData(7, 0x80086b07u)]
    [InlineData(8, 0x80086b08u)]
    [InlineData(9, 0x00006b09u)]
    [InlineData(10, 0x80086b0au)]
    [InlineData(11, 0xc0086b0bu)]
    [InlineData(12, 0x80086b0cu)]
    [InlineData(13, 0x80086b0du)]
    [InlineData(14, 0xc0086b0eu)]
    [InlineData(15, 0xc0086b0fu)]
    [InlineData(16, 0x80086b10u)]
    [InlineData(17, 0xc0086b11u)]
    [InlineData(18, 0xc0086b12u)]
    public void Each_number_is_its_ioctl_in_its_own_layout_alone(int ioctl, uint number)
    {
        var bits32 = (number & 0x00FF0000) == 0 ? number : (number & 0xFF00FFFF) | 0x00040000;
        Assert.Equal((KsockIoctl)ioctl, IoctlNumber.Decode(number, MemoryLayout.Bits64));
        Assert.Equal((KsockIoctl)ioctl, IoctlNumber.Decode(bits32, MemoryLayout.Bits32));
        if (number != bits32)
        {
            Assert.Equal(KsockIoctl.None, IoctlNumber.Decode(number, MemoryLayout.Bits32));
            Assert.Equal(KsockIoctl.None, IoctlNumber.Decode(bits32, MemoryLayout.Bits64));
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x00006b00u)]
    [InlineData(0x00006b13u)]
    [InlineData(0x80086b13u)]
    [InlineData(0x80086b01u)]
    [InlineData(0x80086c04u)]
    [InlineData(0x40086b04u)]
    [InlineData(0x80106b04u)]
    [InlineData(0x5401u)]
    [InlineData(0xFFFFFFFFu)]
    public void Any_other_direction_size_magic_or_number_is_none(uint number) => Assert.Equal(KsockIoctl.None, IoctlNumber.Decode(number, MemoryLayout.Bits64));
}
