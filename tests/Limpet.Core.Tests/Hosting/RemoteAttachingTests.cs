using Limpet.Core.Bus.Hosting;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>A further connection to the host of a bus, to wait for a Ksock: what may become of it before it waits.</summary>
public sealed class RemoteAttachingTests : RemoteKsockTests
{
    [Fact]
    public async Task A_host_that_refuses_it_is_ENODEV_and_the_connection_is_left()
    {
        using var waiter = Begin(out var waiting);
        waiter.Say(Fields.U32((uint)Errno.EPERM, MemberProtocol.Version));
        Assert.Equal(Errno.ENODEV, await Failed(waiting));
        Assert.Null(waiter.Hear());
    }

    [Fact]
    public async Task A_host_that_ends_it_is_ENODEV()
    {
        Begin(out var waiting).Dispose();
        Assert.Equal(Errno.ENODEV, await Failed(waiting));
    }

    [Fact]
    public async Task A_host_that_does_not_listen_any_more_is_ENODEV()
    {
        Host.Stop();
        Assert.Equal(Errno.ENODEV, await Failed(Waits.Start(Ksock, Receive, Cancel.Token)));
    }

    [Fact]
    public async Task An_answer_that_is_none_is_EIO_and_the_connection_is_left()
    {
        using var waiter = Begin(out var waiting);
        waiter.Say();
        Assert.Equal(Errno.EIO, await Failed(waiting));
        Assert.Null(waiter.Hear());
    }

    [Fact]
    public async Task Cancelled_before_the_host_answers_it_is_cancelled()
    {
        using var waiter = Begin(out var waiting);
        await Cancel.CancelAsync();
        Assert.Equal(MemberOperation.Cancel, waiter.Hear());
        waiter.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Closed_before_the_host_answers_it_is_EBADF_and_the_connection_is_left(bool answers)
    {
        using var waiter = Begin(out var waiting);
        Commands.Say(Fields.U32(0));
        Ksock.Dispose();
        if (answers)
        {
            waiter.SayJoined();
            Assert.Equal(Errno.EBADF, await Failed(waiting));
            Assert.Null(waiter.Hear());
        }
        else
        {
            waiter.Dispose();
            Assert.Equal(Errno.EBADF, await Failed(waiting));
        }
    }

    private StagedConnection Begin(out Task<int> waiting)
    {
        waiting = Waits.Start(Ksock, Receive, Cancel.Token);
        var waiter = Host.Accept();
        Assert.Equal(MemberOperation.Attach, waiter.Hear());
        return waiter;
    }
}
