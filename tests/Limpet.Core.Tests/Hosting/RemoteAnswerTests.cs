using System.Net.Sockets;
using Limpet.Core.Bus;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>What a Ksock makes of the answers of a host that does not say what it should.</summary>
public sealed class RemoteAnswerTests : IDisposable
{
    private readonly StagedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_host_of_another_version_is_EPERM_with_both_versions_and_left()
    {
        var link = _host.Connect(out var connection);
        connection.Say(Fields.U32((uint)Errno.EPERM, 987));
        var error = Assert.Throws<KbusException>(() => RemoteKsock.TryOpen(link, 0, canWrite: true, _host.Path));
        Assert.Equal(Errno.EPERM, error.Errno);
        Assert.Contains("version 987", error.Message, StringComparison.Ordinal);
        Assert.Contains($"version {MemberProtocol.Version};", error.Message, StringComparison.Ordinal);
        Assert.Equal((MemberOperation.Open, null), (connection.Hear(), connection.Hear()));
    }

    [Fact]
    public void A_host_that_goes_while_a_Ksock_is_opened_opens_none()
    {
        var link = _host.Connect(out var connection);
        connection.Dispose();
        Assert.Null(RemoteKsock.TryOpen(link, 0, canWrite: true, _host.Path));
    }

    [Fact]
    public void A_Ksock_that_may_not_send_does_not_ask()
    {
        using var ksock = _host.Open(out var commands, canWrite: false);
        commands.Dispose();
        var errors = new Errno[3];
        Assert.Equal(Errno.EBADF, ksock.TrySend(KbusMessage.Announcement("$.A"), out _));
        Assert.Equal(2, ((IBulkKsock)ksock).TrySend([KbusMessage.Announcement("$.A"), KbusMessage.Announcement("$.B")], errors));
        Assert.Equal([Errno.EBADF, Errno.EBADF, Errno.None], errors);
    }

    [Fact]
    public void A_host_that_says_no_more_is_ENODEV_for_whatever_is_asked_and_is_left_at_once()
    {
        using var ksock = _host.Open(out var commands);
        commands.Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => ksock.LastSent()).Errno);
        Assert.Equal((MemberOperation.Query, null), (commands.Hear(), commands.Hear()));
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => ksock.Poll()).Errno);
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => ksock.Write("abc"u8)).Errno);
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => ksock.SendWritten()).Errno);
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => ksock.Read(new byte[3])).Errno);
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => ksock.TryReceive()).Errno);
    }

    [Fact]
    public void The_longest_name_and_the_most_data_are_fetched_and_the_message_keeps_its_id()
    {
        using var ksock = _host.Open(out var commands);
        commands.Say(Fields.U32(0, 1), Fields.U64(0), Fields.U32(MessageName.MaxLength), Fields.U64(0), Fields.U32(BusDevice.AbsoluteMaxMessageSize));
        commands.Say(Fields.U32(0, 0, 3, 4));
        Assert.Equal(new MessageId(3, 4), ksock.SendWritten());
        Assert.Equal((MemberOperation.SendWritten, MemberOperation.SendWritten), (commands.Hear(), commands.Hear()));
        commands.Dispose();
    }

    [Theory]
    [InlineData(MessageName.MaxLength + 1, 7)]
    [InlineData(7, BusDevice.AbsoluteMaxMessageSize + 1)]
    public void A_longer_name_or_more_data_is_EIO_and_says_how_long(int name, int data)
    {
        using var ksock = _host.Open(out var commands);
        commands.Say(Fields.U32(0, 1), Fields.U64(0), Fields.U32((uint)name), Fields.U64(0), Fields.U32((uint)data));
        var error = Assert.Throws<KbusException>(() => ksock.SendWritten());
        Assert.Equal(Errno.EIO, error.Errno);
        Assert.Contains($"a name of {name} and data of {data} bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_whose_parts_the_host_then_refuses_is_its_error()
    {
        using var ksock = _host.Open(out var commands);
        commands.Say(Fields.U32(0, 1), Fields.U64(0), Fields.U32(3), Fields.U64(0), Fields.U32(3));
        commands.Say(Fields.U32((uint)Errno.EFAULT));
        Assert.Equal(Errno.EFAULT, Assert.Throws<KbusException>(() => ksock.SendWritten()).Errno);
        commands.Dispose();
    }

    [Fact]
    public void More_bytes_than_were_asked_for_are_EIO_and_are_counted()
    {
        using var ksock = _host.Open(out var commands);
        commands.Say(Fields.U32(0), Fields.Bytes(new byte[8]));
        var error = Assert.Throws<KbusException>(() => ksock.Read(new byte[4]));
        Assert.Equal(Errno.EIO, error.Errno);
        Assert.Contains("8 bytes, where at most 4", error.Message, StringComparison.Ordinal);
    }
}
