using Limpet.Core.Ksocks;
using Limpet.Core.Ksocks.Device;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Device;

/// <summary>A device whose server is killed, and one that may not be opened.</summary>
public sealed class DeviceGoneTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_device_that_disappears_is_ENODEV_for_whoever_waits_and_for_whatever_comes_after()
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var served = new ServedDevice(200);
        using var ksock = DeviceKsock.Open(200);
        ksock.Bind("$.A", BindingKind.Listener);
        ksock.Send(KbusMessage.Announcement("$.A"));
        ksock.Receive(timeout.Token);
        var waiting = Task.Run(() => ksock.Receive(timeout.Token));
        served.Kill();

        var error = await Assert.ThrowsAsync<KbusException>(() => waiting.WaitAsync(Patience));
        Assert.Equal(Errno.ENODEV, error.Errno);
        Assert.Equal("Bus 200 has gone away: its device was removed, or the process that hosted it ended (ENODEV)", error.Message);
        foreach (var act in new Action[]
        {
            () => ksock.Bind("$.A", BindingKind.Listener), () => ksock.Send(KbusMessage.Announcement("$.A")), () => ksock.TryReceive(), () => ksock.Poll(),
            () => ksock.Wait(KsockEvents.Writable, timeout.Token), () => ksock.Write([1]), () => ksock.Read(new byte[1]), () => ksock.LastSent(),
        })
        {
            Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(act).Errno);
        }

        Assert.Equal(Errno.ENOENT, Assert.Throws<KbusException>(() => DeviceKsock.Open(200)).Errno);
    }

    [Fact]
    public void Whoever_has_no_permission_is_told_the_device_its_owner_and_mode_and_what_to_do()
    {
        using var served = new ServedDevice(201);
        Assert.StartsWith("open ", served.OpenAsNobody(), StringComparison.Ordinal);
        File.SetUnixFileMode(served.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(
            "failed No permission to read and write '/dev/kbus201', which belongs to root:root and has mode 0600. Let everybody use it: sudo chmod 0666 /dev/kbus201, "
                + "and for good the udev rule KERNEL==\"kbus[0-9]*\", MODE=\"0666\" (EACCES)",
            served.OpenAsNobody());
    }
}
