using Limpet.Core.Bus.Hosting;
using Limpet.Core.Cuse.Ioctls;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Cuse;

/// <summary>Opening, closing and polling the device, the bus it shares with this process, and requests that are none.</summary>
public sealed class CuseSessionTests
{
    private const uint Readable = 0x41;
    private const uint Writable = 0x104;

    private readonly BusHost _host = new(0, () => null);
    private readonly SimulatedCaller _caller;

    public CuseSessionTests() => _caller = new SimulatedCaller(_host);

    [Fact]
    public void The_device_and_this_process_share_one_bus()
    {
        var there = _caller.Open();
        using var here = _host.Open(canWrite: true);
        _caller.Bind(there, "$.A");
        here.Bind("$.B", BindingKind.Listener);
        here.Send(KbusMessage.Announcement("$.A", "from here"));
        Assert.Equal(1, _caller.Ioctl(there, KsockIoctl.NextMessage, 0x100));
        _caller.WritePointy(there, "$.B", "from there"u8);
        Assert.Equal(0, _caller.Ioctl(there, KsockIoctl.Send, 0x100));
        Assert.Equal("from there"u8, here.TryReceive()!.Data.Span);
    }

    [Fact]
    public void Polling_arms_one_wake_up_for_the_next_news()
    {
        var there = _caller.Open();
        using var here = _host.Open(canWrite: true);
        _caller.Bind(there, "$.A");
        here.Send(KbusMessage.Announcement("$.A"));
        _caller.Ioctl(there, KsockIoctl.NextMessage, 0x100);
        Assert.Empty(_caller.Told);

        Assert.Equal(Writable, _caller.Poll(there, kernelHandle: 42, notify: true));
        here.Send(KbusMessage.Announcement("$.A"));
        here.Send(KbusMessage.Announcement("$.A"));
        Assert.Equal([42ul], _caller.Told);
        Assert.Equal(Readable | Writable, _caller.Poll(there));
    }

    [Fact]
    public void A_send_that_waits_goes_when_there_is_room_and_somebody_polls()
    {
        var there = _caller.Open();
        using var here = _host.Open(canWrite: true);
        here.Bind("$.A", BindingKind.Listener);
        here.MaxMessages(1);
        here.Send(KbusMessage.Announcement("$.A"));
        _caller.WritePointy(there, "$.A", "waited"u8, MessageFlags.AllOrWait);
        Assert.Equal(-(int)Errno.EAGAIN, _caller.Ioctl(there, KsockIoctl.Send, 0x100));
        Assert.Equal(0u, _caller.Poll(there, kernelHandle: 9, notify: true));
        here.TryReceive();
        Assert.Equal([9ul], _caller.Told);
        Assert.Equal("waited"u8, here.TryReceive()!.Data.Span);
        Assert.Equal(Writable, _caller.Poll(there));
    }

    [Fact]
    public void A_Ksock_opened_for_reading_is_never_writable()
    {
        var there = _caller.Open(flags: 0);
        Assert.Equal(0u, _caller.Poll(there));
        Assert.Equal(-(int)Errno.EBADF, _caller.Write(there, [1]));
        Assert.Equal(0, _caller.Bind(there, "$.A"));
    }

    [Fact]
    public void Release_closes_the_Ksock_and_answers_its_Requests()
    {
        var there = _caller.Open();
        using var here = _host.Open(canWrite: true);
        _caller.Bind(there, "$.Q", replier: true);
        here.Send(KbusMessage.Request("$.Q"));
        Assert.Equal(0, _caller.Release(there));
        Assert.Equal("$.KBUS.Replier.GoneAway", here.TryReceive()!.Name.Value);
        Assert.Equal(-(int)Errno.EINVAL, _caller.Release(there));
    }

    [Fact]
    public void The_end_of_the_device_closes_its_Ksocks_alone()
    {
        var there = _caller.Open();
        using var here = _host.Open(canWrite: true);
        _caller.Bind(there, "$.Q", replier: true);
        _caller.End();
        Assert.Equal(0u, here.FindReplier("$.Q"));
        here.Send(KbusMessage.Announcement("$.A"));
    }

    [Fact]
    public void The_end_of_the_bus_is_ENODEV_and_wakes_who_polls()
    {
        var there = _caller.Open();
        _caller.Poll(there, kernelHandle: 3, notify: true);
        _host.End();
        Assert.Equal([3ul], _caller.Told);
        Assert.Equal(-(int)Errno.ENODEV, _caller.Ioctl(there, KsockIoctl.KsockId, 0x100));
        Assert.Equal(-(int)Errno.ENODEV, _caller.Write(there, [1]));
        Assert.Equal(8u, _caller.Poll(there));
    }

    [Fact]
    public void A_request_of_another_kind_is_ENOSYS_and_one_for_no_handle_EINVAL()
    {
        Assert.Equal(-(int)Errno.ENOSYS, _caller.Request(36, new byte[8]).Error);
        Assert.Equal(-(int)Errno.EINVAL, _caller.Read(77, 10).Error);
        Assert.Equal(-(int)Errno.EINVAL, _caller.Ioctl(77, KsockIoctl.KsockId, 0x100));
    }

    [Theory]
    [InlineData(14u)]
    [InlineData(15u)]
    [InlineData(16u)]
    [InlineData(18u)]
    [InlineData(39u)]
    [InlineData(40u)]
    public void A_request_cut_short_anywhere_is_refused(uint opcode)
    {
        _caller.Open();
        for (var length = 0; length < (opcode == 14 ? 8 : 24); length++)
        {
            Assert.Equal(-(int)Errno.EINVAL, _caller.Request(opcode, new byte[length]).Error);
        }
    }

    [Fact]
    public void Random_bytes_harm_nothing()
    {
        var random = new Random(3);
        var handle = _caller.Open();
        for (var i = 0; i < 20000; i++)
        {
            var request = new byte[random.Next(40, 140)];
            random.NextBytes(request);
            BitConverter.TryWriteBytes(request, request.Length);
            BitConverter.TryWriteBytes(request.AsSpan(4), (uint)random.Next(13, 42));
            if (request.Length >= 48)
            {
                BitConverter.TryWriteBytes(request.AsSpan(40), handle);
            }

            if (request.Length >= 72 && random.Next(2) == 0)
            {
                BitConverter.TryWriteBytes(request.AsSpan(48), 2u);
                BitConverter.TryWriteBytes(request.AsSpan(52), IoctlNumber.Encode((KsockIoctl)random.Next(1, 19), _caller.Layout));
                BitConverter.TryWriteBytes(request.AsSpan(64), request.Length - 72);
                BitConverter.TryWriteBytes(request.AsSpan(68), random.Next(3) * 4);
            }

            if (BitConverter.ToUInt32(request, 4) != 18)
            {
                _caller.Raw(request);
            }
        }

        Assert.Equal(0, _caller.Raw(new byte[39]));
        Assert.Equal(0, _caller.Ioctl(handle, KsockIoctl.KsockId, 0x100));
        Assert.Equal(0, _caller.Release(handle));
    }
}
