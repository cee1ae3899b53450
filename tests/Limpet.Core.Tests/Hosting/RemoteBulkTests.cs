using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Many messages for a host in one exchange, and what is made of its answers.</summary>
public sealed class RemoteBulkTests : RemoteKsockTests
{
    private static readonly KbusMessage Small = KbusMessage.Announcement("$.A");
    private static readonly KbusMessage Large = new(MessageName.Parse("$.A"), new byte[66_000]);
    private static readonly KbusMessage Overlong = new(MessageName.Parse("$.A"), new byte[500_000]);

    private readonly Errno[] _errors = new Errno[5];

    [Fact]
    public void Small_ones_go_together()
    {
        Commands.Say(Fields.U32(0, 3, 0, (uint)Errno.EBUSY, 0));
        Assert.Equal(3, Send(Small, Small, Small));
        Assert.Equal([Errno.None, Errno.EBUSY, Errno.None], _errors[..3]);
        Assert.Equal(3u, HearCount());
    }

    [Fact]
    public void One_alone_goes_too()
    {
        Commands.Say(Fields.U32(0, 1, (uint)Errno.EBUSY));
        Assert.Equal(1, Send(Small));
        Assert.Equal((Errno.EBUSY, 1u), (_errors[0], HearCount()));
    }

    [Fact]
    public void Large_ones_go_a_few_at_a_time_and_an_overlong_one_not_at_all()
    {
        Commands.Say(Fields.U32(0, 2, 0, 0));
        Commands.Say(Fields.U32(0, 1, (uint)Errno.EBUSY));
        Assert.Equal(5, Send(Large, Large, Small, Overlong, Overlong));
        Assert.Equal([Errno.None, Errno.None, Errno.EBUSY, Errno.EMSGSIZE, Errno.EMSGSIZE], _errors);
        Assert.Equal((2u, 1u), (HearCount(), HearCount()));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(4u)]
    [InlineData(uint.MaxValue)]
    public void A_host_that_tells_of_more_than_it_was_given_or_of_nothing_is_left(uint tried)
    {
        Commands.Say(Fields.U32(0, tried, 0, 0, 0, 0));
        Commands.Say(Fields.U32(0, 2));
        Assert.Equal(3, Send(Small, Small, Small));
        Assert.Equal([Errno.ENODEV, Errno.ENODEV, Errno.ENODEV, Errno.None, Errno.None], _errors);
        Assert.NotEqual(0u, HearCount());
        Assert.Null(Commands.Hear());
    }

    [Fact]
    public void An_error_that_is_told_of_all_is_that_of_each()
    {
        Commands.Say(Fields.U32((uint)Errno.EBADF));
        Assert.Equal(2, Send(Small, Small));
        Assert.Equal([Errno.EBADF, Errno.EBADF, Errno.None, Errno.None, Errno.None], _errors);
    }

    private int Send(params KbusMessage[] messages) => ((IBulkKsock)Ksock).TrySend(messages, _errors);

    private uint HearCount()
    {
        Assert.Equal(MemberOperation.SendMany, Commands.Hear(out var fields));
        return BitConverter.ToUInt32(fields);
    }
}
