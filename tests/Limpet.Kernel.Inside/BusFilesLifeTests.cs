using System.Diagnostics;
using Limpet.Core.Ksocks.Device;

namespace Limpet.Core.Tests.Device;

/// <summary>Who shows <c>/run/kbus</c>, and what becomes of it when he ends. Run when no other process serves a device.</summary>
public sealed class BusFilesLifeTests : IDisposable
{
    private const string Files = "/run/kbus";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("limpet-files-");

    public BusFilesLifeTests()
    {
        // What the test before has left by killing.
        if (File.ReadAllText("/proc/self/mountinfo").Contains($" {Files} ", StringComparison.Ordinal))
        {
            using var unmount = Process.Start(new ProcessStartInfo("umount", [Files]) { UseShellExecute = false })!;
            unmount.WaitForExit();
        }
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void They_go_with_the_process_that_shows_them()
    {
        using var served = new ServedDevice(210);
        Assert.Equal("here", served.Files());
        Assert.Equal([210], Shown());
        using var open = new FileStream($"{Files}/stats", FileMode.Open, FileAccess.Read);
        served.End();
        Assert.False(Directory.Exists(Files));
        Assert.ThrowsAny<IOException>(() => open.ReadByte());
    }

    [Fact]
    public void What_a_killed_process_left_is_replaced()
    {
        using (var killed = new ServedDevice(210))
        {
            killed.Kill();
        }

        Assert.ThrowsAny<IOException>(() => File.ReadAllText($"{Files}/bindings"));
        using var served = new ServedDevice(211);
        Assert.Equal([211], Shown());
        served.End();
        Assert.False(Directory.Exists(Files));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_next_process_takes_over(bool killed)
    {
        using var first = new ServedDevice(210, _directory.FullName);
        using var second = new ServedDevice(211, _directory.FullName);
        using var apart = new ServedDevice(212);
        Assert.Equal([210, 211], Shown());
        Assert.Equal(["here", "elsewhere", "elsewhere"], new[] { first.Files(), second.Files(), apart.Files() });
        (killed ? first.Kill : (Action)first.End)();

        // Nothing tells when another process has mounted it.
        Assert.True(SpinWait.SpinUntil(() => second.Files() == "here" || apart.Files() == "here", Patience), "Nobody took over.");
        Assert.Equal(second.Files() == "here" ? [211] : [212], Shown());
        second.End();
        apart.End();
        Assert.False(Directory.Exists(Files));
    }

    [Fact]
    public void Without_the_right_to_mount_the_device_is_there_and_the_reason_is_told()
    {
        using var served = new ServedDevice(210, null, "setpriv", "--bounding-set=-sys_admin");
        Assert.Equal("user 0 may not mount a file system (CAP_SYS_ADMIN)", served.Files());
        using var ksock = DeviceKsock.Open(210);
        using var other = new ServedDevice(211);
        Assert.Equal("here", other.Files());
    }

    [Fact]
    public void What_else_is_there_is_left_alone()
    {
        Directory.CreateDirectory(Files);
        File.WriteAllText($"{Files}/mine", "mine");
        using (var served = new ServedDevice(210))
        {
            Assert.Equal([210], Shown());
            served.End();
        }

        Assert.Equal("mine", File.ReadAllText($"{Files}/mine"));
        Directory.Delete(Files, recursive: true);
        File.WriteAllText(Files, "mine");
        using (var served = new ServedDevice(210))
        {
            Assert.Equal($"'{Files}' is there and is no directory", served.Files());
        }

        Assert.Equal("mine", File.ReadAllText(Files));
        File.Delete(Files);
    }

    // The devices that are told of.
    private static int[] Shown()
        => [.. File.ReadAllLines($"{Files}/bindings").Where(line => line[0] == '#').Select(line => Enumerable.Range(0, 256).Single(number => line == ProcBindings.Comment(number)))];
}
