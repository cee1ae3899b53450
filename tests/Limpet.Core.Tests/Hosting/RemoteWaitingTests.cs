using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>What waits on a Ksock that another process hosts does so on connections of its own, which are used again where all went well.</summary>
public sealed class RemoteWaitingTests : RemoteKsockTests
{
    [Theory]
    [InlineData(Receive)]
    [InlineData(Wait)]
    [InlineData(WaitToSend)]
    public async Task A_connection_on_which_all_went_well_is_used_again(byte operation)
    {
        var (answer, outcome) = Waits.Success(operation);
        var waiting = Waits.Start(Ksock, operation, Cancel.Token);
        using var waiter = Waits.Attached(Host, operation);
        waiter.Say(answer);
        Assert.Equal(outcome, await waiting.WaitAsync(Patience));
        for (var i = 0; i < 3; i++)
        {
            waiting = Waits.Start(Ksock, operation, Cancel.Token);
            Assert.Equal((MemberOperation)operation, waiter.Hear());
            waiter.Say(answer);
            Assert.Equal(outcome, await waiting.WaitAsync(Patience));
        }

        Assert.True(Host.NobodyConnects);
    }

    [Theory]
    [InlineData(Receive)]
    [InlineData(Wait)]
    [InlineData(WaitToSend)]
    public async Task Cancelling_asks_the_host_to_answer_and_the_connection_is_used_again(byte operation)
    {
        var waiting = Waits.Start(Ksock, operation, Cancel.Token);
        using var waiter = Waits.Attached(Host, operation);
        await Cancel.CancelAsync();
        Assert.Equal(MemberOperation.Cancel, waiter.Hear(out var fields));
        Assert.Empty(fields);
        waiter.Say(Waits.Cancelled(operation));
        Assert.Equal(Cancel.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience))).CancellationToken);

        waiting = Waits.Start(Ksock, operation, CancellationToken.None);
        Assert.Equal((MemberOperation)operation, waiter.Hear());
        waiter.Say(Waits.Success(operation).Answer);
        Assert.Equal(Waits.Success(operation).Outcome, await waiting.WaitAsync(Patience));
        Assert.True(Host.NobodyConnects);
    }

    [Theory]
    [InlineData(Receive)]
    [InlineData(Wait)]
    [InlineData(WaitToSend)]
    public async Task What_the_host_answered_before_it_heard_of_the_cancelling_is_not_lost(byte operation)
    {
        var waiting = Waits.Start(Ksock, operation, Cancel.Token);
        using var waiter = Waits.Attached(Host, operation);
        await Cancel.CancelAsync();
        waiter.Say(Waits.Success(operation).Answer);
        Assert.Equal(Waits.Success(operation).Outcome, await waiting.WaitAsync(Patience));
    }

    [Theory]
    [InlineData(Receive)]
    [InlineData(Wait)]
    [InlineData(WaitToSend)]
    public async Task Cancelled_before_it_waits_it_does_not_even_connect(byte operation)
    {
        await Cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Waits.Start(Ksock, operation, Cancel.Token).WaitAsync(Patience));
        Assert.True(Host.NobodyConnects);
    }

    [Theory]
    [InlineData(Receive)]
    [InlineData(Wait)]
    [InlineData(WaitToSend)]
    public async Task A_host_that_ends_the_connection_is_gone_and_the_next_wait_connects_anew(byte operation)
    {
        for (var i = 0; i < 2; i++)
        {
            var waiting = Waits.Start(Ksock, operation, Cancel.Token);
            Waits.Attached(Host, operation).Dispose();
            Assert.Equal(Errno.ENODEV, await Failed(waiting));
        }
    }

    [Theory]
    [InlineData(Receive)]
    [InlineData(Wait)]
    [InlineData(WaitToSend)]
    public async Task A_host_that_has_ended_a_connection_between_two_waits_is_gone(byte operation)
    {
        var waiting = Waits.Start(Ksock, operation, Cancel.Token);
        using (var waiter = Waits.Attached(Host, operation))
        {
            waiter.Say(Waits.Success(operation).Answer);
            await waiting.WaitAsync(Patience);
        }

        Assert.Equal(Errno.ENODEV, await Failed(Waits.Start(Ksock, operation, Cancel.Token)));
    }

    [Theory]
    [InlineData(Receive, 0u, 0u, "0 messages, where 1 to 3")]
    [InlineData(Receive, 0u, 4u, "4 messages, where 1 to 3")]
    [InlineData(Wait, 0u, 0u, "nothing, where events")]
    [InlineData(WaitToSend, (uint)Errno.EAGAIN, 0u, "EAGAIN")]
    public async Task An_answer_that_is_none_is_EIO_says_why_and_the_connection_is_left(byte operation, uint error, uint what, string why)
    {
        var waiting = Waits.Start(Ksock, operation, Cancel.Token);
        using var waiter = Waits.Attached(Host, operation);
        waiter.Say(Fields.U32(error, what));
        var thrown = await Assert.ThrowsAsync<KbusException>(() => waiting.WaitAsync(Patience));
        Assert.Equal(Errno.EIO, thrown.Errno);
        Assert.Contains(why, thrown.Message, StringComparison.Ordinal);
        Assert.Null(waiter.Hear());

        waiting = Waits.Start(Ksock, operation, Cancel.Token);
        using var another = Waits.Attached(Host, operation);
        another.Say(Waits.Success(operation).Answer);
        await waiting.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_list_that_takes_no_messages_ends_the_connection_that_brought_them()
    {
        ICollection<KbusMessage> fixedSize = new KbusMessage[1];
        var waiting = Task.Run(() => Ksock.Receive(fixedSize, 3, Cancel.Token), TestContext.Current.CancellationToken);
        using var waiter = Waits.Attached(Host, Receive);
        waiter.Say(Waits.Success(Receive).Answer);
        await Assert.ThrowsAsync<NotSupportedException>(() => waiting.WaitAsync(Patience));
        Assert.Null(waiter.Hear());
    }

    [Fact]
    public void To_wait_for_no_messages_is_a_mistake()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Ksock.Receive([], 0, Cancel.Token));
        Assert.True(Host.NobodyConnects);
    }
}
