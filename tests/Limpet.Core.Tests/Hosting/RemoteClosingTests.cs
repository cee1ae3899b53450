using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Closing a Ksock that another process hosts: the host is told and waited for, and whoever waits on it is let go.</summary>
public sealed class RemoteClosingTests : RemoteKsockTests
{
    public RemoteClosingTests() => Commands.Say(Fields.U32(0));

    [Fact]
    public void The_host_is_asked_once_and_then_left()
    {
        Ksock.Dispose();
        Ksock.Dispose();
        Assert.Equal(MemberOperation.Close, Commands.Hear(out var fields));
        Assert.Empty(fields);
        Assert.Null(Commands.Hear());
    }

    [Fact]
    public void What_is_asked_after_it_is_EBADF_and_asks_nobody()
    {
        Ksock.Dispose();
        Assert.Equal(Errno.EBADF, Assert.Throws<KbusException>(() => Ksock.Poll()).Errno);
        Assert.Equal(Errno.EBADF, Assert.Throws<KbusException>(() => Ksock.LastSent()).Errno);
        Assert.Equal(Errno.EBADF, Ksock.TrySend(KbusMessage.Announcement("$.A"), out _));
        Assert.Equal((MemberOperation.Close, null), (Commands.Hear(), Commands.Hear()));
    }

    [Theory]
    [InlineData(Receive)]
    [InlineData(Wait)]
    [InlineData(WaitToSend)]
    public async Task Waiting_after_it_is_EBADF_and_does_not_connect(byte operation)
    {
        Ksock.Dispose();
        Assert.Equal(Errno.EBADF, await Failed(Waits.Start(Ksock, operation, CancellationToken.None)));
        Assert.True(Host.NobodyConnects);
    }

    [Theory]
    [InlineData(Receive)]
    [InlineData(Wait)]
    [InlineData(WaitToSend)]
    public async Task Whoever_waits_meanwhile_is_told_EBADF_whatever_the_host_does(byte operation)
    {
        using var cancel = new CancellationTokenSource();
        var waiting = Waits.Start(Ksock, operation, cancel.Token);
        using var waiter = Waits.Attached(Host, operation);
        Ksock.Dispose();
        Assert.Equal(Errno.EBADF, await Failed(waiting));
        Assert.Null(waiter.Hear());
    }

    [Fact]
    public async Task Connections_that_rest_end_with_it()
    {
        var waiting = Waits.Start(Ksock, Receive, CancellationToken.None);
        using var waiter = Waits.Attached(Host, Receive);
        waiter.Say(Waits.Success(Receive).Answer);
        await waiting.WaitAsync(Patience);
        Ksock.Dispose();
        Assert.Null(waiter.Hear());
    }
}
