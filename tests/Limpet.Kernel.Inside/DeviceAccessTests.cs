using System.Diagnostics;
using Limpet.Core.Ksocks.Device;

namespace Limpet.Core.Tests.Device;

/// <summary>The node of a served device has the mode and the group that were asked for, whatever the umask, and the kernel lets in by them.</summary>
public sealed class DeviceAccessTests
{
    private const string OwnGroup = "4242";

    [Theory]
    [InlineData(203, "0600", null, "600 0:0")]
    [InlineData(204, "0640", "daemon", "640 0:1")]
    public void Its_node_has_the_mode_and_the_group_that_were_asked_for(int number, string mode, string? group, string expected)
    {
        using var served = ServedDevice.WithNode(number, mode, group);
        Assert.Equal($"{expected} character special file", StatusOf(served.Path));
    }

    [Fact]
    public void Whoever_has_its_group_opens_it_and_nobody_else()
    {
        using var served = ServedDevice.WithNode(207, "0660", OwnGroup);
        Assert.Equal("660 0:4242 character special file", StatusOf(served.Path));
        Assert.StartsWith("open ", served.OpenAs([$"--regid={OwnGroup}", "--clear-groups"]), StringComparison.Ordinal);
        Assert.StartsWith("open ", served.OpenAs(["--regid=65534", $"--groups={OwnGroup}"]), StringComparison.Ordinal);
        Assert.StartsWith("failed No permission to read and write '/dev/kbus207'", served.OpenAs(["--regid=65534", "--groups=4243"]), StringComparison.Ordinal);
        Assert.StartsWith("failed No permission to read and write '/dev/kbus207'", served.OpenAsNobody(), StringComparison.Ordinal);
        using var ksock = DeviceKsock.Open(207);
        Assert.NotEqual(0u, ksock.Id);
    }

    [Fact]
    public void Whoever_may_read_it_alone_opens_it_to_read_alone()
    {
        using var served = ServedDevice.WithNode(208, "0640", OwnGroup);
        string[] member = [$"--regid={OwnGroup}", "--clear-groups"];
        Assert.StartsWith("open ", served.OpenAs(member, "read"), StringComparison.Ordinal);
        Assert.StartsWith("failed No permission to read and write '/dev/kbus208'", served.OpenAs(member), StringComparison.Ordinal);
        Assert.StartsWith("failed No permission to read '/dev/kbus208'", served.OpenAs(["--regid=65534", "--clear-groups"], "read"), StringComparison.Ordinal);
    }

    private static string StatusOf(string path)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%a %u:%g %F", path]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var printed = stat.StandardOutput.ReadToEnd();
        stat.WaitForExit();
        return printed.TrimEnd('\n');
    }
}
