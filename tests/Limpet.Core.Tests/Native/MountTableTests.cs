using Limpet.Core.Native;

namespace Limpet.Core.Tests.Native;

/// <summary>What is mounted where, from a text like <c>/proc/self/mountinfo</c>.</summary>
public sealed class MountTableTests
{
    private const string Table = """
        21 20 0:19 / /run/kbus ro,nosuid - fuse.limpet limpet ro,user_id=0
        22 20 0:20 / /run rw,nosuid shared:5 - tmpfs tmpfs rw
        23 20 0:21 / /mnt/with\040space rw shared:7 master:2 - ext4 /dev/sda1 rw
        24 21 0:22 / /mnt/twice rw - ext4 /dev/sdb rw
        25 24 0:23 / /mnt/twice rw - fuse.limpet limpet ro
        26 24 0:24 / /mnt/cut

        """;

    [Theory]
    [InlineData("/run/kbus", "fuse.limpet")]
    [InlineData("/run", "tmpfs")]
    [InlineData("/mnt/with space", "ext4")]
    [InlineData("/mnt/twice", "fuse.limpet")]
    [InlineData("/mnt/cut", null)]
    [InlineData("/run/kbus/bindings", null)]
    public void The_last_one_mounted_there_is_seen(string directory, string? type) => Assert.Equal(type, MountTable.TypeAt(directory, Table));

    [Fact]
    public void This_machine_has_something_mounted_on_proc() => Assert.Equal("proc", MountTable.TypeAt("/proc"));
}
