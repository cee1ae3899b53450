using Limpet.Core.Bus.Hosting;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Closing a Ksock that another process hosts: the host is told and waited for, and whoever waits on it is let go.</summary>
public sealed class RemoteClosingTests : IDisposable
{
    private const byte Receive = (byte)MemberOperation.Receive;
    private const byte Wait = (byte)MemberOperation.Wait;
    private const byte WaitToSend = (byte)MemberOperation.WaitToSend;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StagedHost _host = new();
    private readonly RemoteKsock _ksock;
    private readonly StagedConnection _commands;

    public RemoteClosingTests()
    {
        _ksock = _host.Open(out _commands);
        _commands.Say(Fields.U32(0));
    }

    public void Dispose()
    {
        _commands.Dispose();
        _ksock.Dispose();
        _host.Dispose();
    }

    [Fact]
    public void The_host_is_asked_once_and_then_left()
    {
        _ksock.Dispose();
        _ksock.Dispose();
        Assert.Equal(MemberOperation.Close, _commands.Hear(out var fields));
        Assert.Empty(fields);
        Assert.Null(_commands.Hear());
    }

    [Fact]
    public void What_is_asked_after_it_is_EBADF_and_asks_nobody()
    {
        _ksock.Dispose();
        Assert.Equal(Errno.EBADF, Assert.Throws<KbusException>(() => _ksock.Poll()).Errno);
        Assert.Equal(Errno.EBADF, Assert.Throws<KbusException>(() => _ksock.LastSent()).Errno);
        Assert.Equal(Errno.EBADF, _ksock.TrySend(KbusMessage.Announcement("$.A"), out _));
        Assert.Equal((MemberOperation.Close, null), (_commands.Hear(), _commands.Hear()));
    }

    [Theory]
    [InlineData(Receive)]
    [InlineData(Wait)]
    [InlineData(WaitToSend)]
    public async Task Waiting_after_it_is_EBADF_and_does_not_connect(byte operation)
    {
        _ksock.Dispose();
        Assert.Equal(Errno.EBADF, await Failed(Waits.Start(_ksock, operation, CancellationToken.None)));
        Assert.True(_host.NobodyConnects);
    }

    [Theory]
    [InlineData(Receive)]
    [InlineData(Wait)]
    [InlineData(WaitToSend)]
    public async Task Whoever_waits_meanwhile_is_told_EBADF_whatever_the_host_does(byte operation)
    {
        using var cancel = new CancellationTokenSource();
        var waiting = Waits.Start(_ksock, operation, cancel.Token);
        using var waiter = Waits.Attached(_host, operation);
        _ksock.Dispose();
        Assert.Equal(Errno.EBADF, await Failed(waiting));
        Assert.Null(waiter.Hear());
    }

    [Fact]
    public async Task Connections_that_rest_end_with_it()
    {
        var waiting = Waits.Start(_ksock, Receive, CancellationToken.None);
        using var waiter = Waits.Attached(_host, Receive);
        waiter.Say(Waits.Success(Receive).Answer);
        await waiting.WaitAsync(Patience);
        _ksock.Dispose();
        Assert.Null(waiter.Hear());
    }

    private static async Task<Errno> Failed(Task waiting) => (await Assert.ThrowsAsync<KbusException>(() => waiting.WaitAsync(Patience))).Errno;
}
