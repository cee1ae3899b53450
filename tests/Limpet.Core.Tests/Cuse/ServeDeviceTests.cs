using Limpet.Core.Bus.Hosting;
using Limpet.Core.Cuse;
using Limpet.Core.Cuse.Protocol;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;
using Limpet.Core.Tests.Hosting;

namespace Limpet.Core.Tests.Cuse;

/// <summary>Making a device: what it is refused for, what is left behind then, and the first exchange with the kernel.</summary>
public sealed class ServeDeviceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Without_CUSE_it_says_what_to_do_and_hosts_nothing()
    {
        Assert.SkipWhen(File.Exists("/dev/cuse"), "This machine has CUSE.");
        using var first = EmbeddedBuses.Shared(_directory.At("bus"));
        using var second = EmbeddedBuses.Shared(_directory.At("bus"));
        var refusal = Assert.Throws<KbusException>(() => first.ServeDevice(4));
        Assert.Equal(Errno.ENOENT, refusal.Errno);
        Assert.Contains("modprobe cuse", refusal.Message, StringComparison.Ordinal);
        Assert.False(first.IsServed(4));
        using var ksock = second.Open(4);
        Assert.Contains("hosted by this process", ksock.Bus, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bus_that_another_process_hosts_is_EBUSY()
    {
        using var first = EmbeddedBuses.Shared(_directory.At("bus"));
        using var second = EmbeddedBuses.Shared(_directory.At("bus"));
        using var ksock = first.Open(4);
        Assert.Equal(Errno.EBUSY, Assert.Throws<KbusException>(() => second.ServeDevice(4)).Errno);
    }

    [Fact]
    public void A_group_that_there_is_not_is_EINVAL()
    {
        using var buses = EmbeddedBuses.Private();
        var refusal = Assert.Throws<KbusException>(() => buses.ServeDevice(4, new CuseDeviceOptions { Group = "no such group" }));
        Assert.Equal(Errno.EINVAL, refusal.Errno);
    }

    [Fact]
    public void Removing_a_bus_ends_it_for_its_users_and_the_next_begins_anew()
    {
        using var buses = EmbeddedBuses.Shared(_directory.At("bus"));
        using var ksock = buses.Open(4);
        Assert.True(buses.Remove(4));
        Assert.False(buses.Remove(4));
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => ksock.TryReceive()).Errno);
        using var next = buses.Open(4);
        Assert.Equal(1u, next.Id);
    }

    [Theory]
    [InlineData(7, 31, true)]
    [InlineData(7, 16, true)]
    [InlineData(7, 99, true)]
    [InlineData(7, 15, false)]
    [InlineData(6, 31, false)]
    [InlineData(8, 0, false)]
    public void Versions_since_7_16_are_spoken(uint major, uint minor, bool spoken) => Assert.Equal(spoken, FuseVersion.IsSpoken(major, minor));

    [Fact]
    public void The_device_introduces_itself_with_its_name_and_unrestricted_ioctls()
    {
        var reply = new byte[256];
        var length = CuseInit.Reply(reply, unique: 9, kernelMinor: 20, "kbus7", longest: 4096);
        Assert.Equal(16 + 72 + "DEVNAME=kbus7\0".Length, length);
        Assert.Equal((length, 0, 9ul), (BitConverter.ToInt32(reply), BitConverter.ToInt32(reply, 4), BitConverter.ToUInt64(reply, 8)));
        Assert.Equal([7u, 20u, 0u, 1u, 4096u, 4096u], Enumerable.Range(0, 6).Select(i => BitConverter.ToUInt32(reply, 16 + (4 * i))));
        Assert.Equal("DEVNAME=kbus7\0"u8, reply.AsSpan(88, length - 88));
    }

    [Fact]
    public void A_32_bit_program_is_known_by_its_file()
    {
        Assert.Same(MemoryLayout.Bits32, CuseCaller.LayoutOfProgram([0x7F, (byte)'E', (byte)'L', (byte)'F', 1]));
        Assert.Same(MemoryLayout.Native, CuseCaller.LayoutOfProgram([0x7F, (byte)'E', (byte)'L', (byte)'F', 2]));
        Assert.Same(MemoryLayout.Native, CuseCaller.LayoutOfProgram([(byte)'#', (byte)'!', (byte)'/', (byte)'b', 1]));
    }

    [Fact]
    public void A_thread_of_the_serving_process_must_not_have_the_device()
        => Assert.Null(CuseCaller.LayoutOf((uint)Environment.ProcessId));
}
