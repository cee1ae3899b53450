using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Conformance;

/// <summary>kbus.md 4: MAXMSGS, NUMMSGS, UNREPLIEDTO, MSGONLYONCE, VERBOSE, REPORTREPLIERBINDS, NEWDEVICE, MAXMSGSIZE, poll.</summary>
public abstract class SettingsConformance<TWorld> : KsockConformance<TWorld>
    where TWorld : IKsockWorld, new()
{
    private const uint AskOnly = 0xFFFFFFFF;

    [Fact]
    public void MAXMSGS_is_100_and_0_asks_and_anything_else_sets()
    {
        var ksock = Open();
        Assert.Equal(100u, ksock.MaxMessages(0));
        Assert.Equal(1u, ksock.MaxMessages(1));
        Assert.Equal(1u, ksock.MaxMessages(0));
        Assert.Equal(uint.MaxValue, ksock.MaxMessages(uint.MaxValue));
        Assert.Equal(100u, Open().MaxMessages(0));
    }

    [Fact]
    public void MAXMSGS_below_the_present_count_loses_nothing_and_takes_nothing_more()
    {
        var listener = Listener("$.A");
        var sender = Open();
        for (var i = 0; i < 3; i++)
        {
            sender.Send(Say("$.A"));
        }

        Assert.Equal(2u, listener.MaxMessages(2));
        SendFails(Errno.EBUSY, sender, Say("$.A", MessageFlags.AllOrFail));
        listener.TryReceive();
        SendFails(Errno.EBUSY, sender, Say("$.A", MessageFlags.AllOrFail));
        listener.TryReceive();
        sender.Send(Say("$.A", MessageFlags.AllOrFail));
        Assert.Equal(2u, listener.QueuedMessages());
    }

    [Fact]
    public void A_hundred_messages_fit_unless_told_otherwise()
    {
        var listener = Listener("$.A");
        var sender = Open();
        for (var i = 0; i < 100; i++)
        {
            sender.Send(Say("$.A", MessageFlags.AllOrFail));
        }

        SendFails(Errno.EBUSY, sender, Say("$.A", MessageFlags.AllOrFail));
        Assert.Equal(100u, listener.QueuedMessages());
    }

    [Fact]
    public void UNREPLIEDTO_counts_Requests_popped_and_not_answered()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        asker.Send(Ask("$.Q"));
        asker.Send(Ask("$.Q"));
        Assert.Equal(0u, replier.UnansweredRequests());
        var first = replier.TryReceive()!;
        replier.NextMessage();
        Assert.Equal(2u, replier.UnansweredRequests());
        replier.Send(KbusMessage.ReplyTo(first));
        Assert.Equal(1u, replier.UnansweredRequests());
    }

    [Fact]
    public void MSGONLYONCE_belongs_to_the_Ksock()
    {
        var ksock = Open();
        Assert.Equal(0u, ksock.MessagesOnlyOnce(1));
        Assert.Equal(1u, ksock.MessagesOnlyOnce(AskOnly));
        Assert.Equal(1u, ksock.MessagesOnlyOnce(0));
        Assert.Equal(0u, ksock.MessagesOnlyOnce(AskOnly));
        ksock.MessagesOnlyOnce(1);
        Assert.Equal(0u, Open().MessagesOnlyOnce(AskOnly));
    }

    [Fact]
    public void VERBOSE_and_REPORTREPLIERBINDS_belong_to_the_device()
    {
        var ksock = Open();
        var before = ksock.Verbose(1);
        Assert.True(before is 0 or 1);
        Assert.Equal(1u, Open().Verbose(AskOnly));
        Assert.Equal(1u, Open().Verbose(0));
        Assert.Equal(0u, ksock.Verbose(AskOnly));

        ksock.ReportReplierBinds(1);
        Assert.Equal(1u, Open().ReportReplierBinds(AskOnly));
        Assert.Equal(1u, Open().ReportReplierBinds(0));
        Assert.Equal(0u, ksock.ReportReplierBinds(AskOnly));
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(0xFFFFFFFEu)]
    public void A_switch_takes_0_1_and_the_asking_value_alone(uint value)
    {
        var ksock = Open();
        Fails(Errno.EINVAL, () => ksock.MessagesOnlyOnce(value));
        Fails(Errno.EINVAL, () => ksock.Verbose(value));
        Fails(Errno.EINVAL, () => ksock.ReportReplierBinds(value));
        Assert.Equal(0u, ksock.MessagesOnlyOnce(AskOnly));
    }

    [Fact]
    public void MAXMSGSIZE_0_asks_1_asks_for_the_maximum_and_others_set_it_for_the_device()
    {
        var ksock = Open();
        var maximum = ksock.MaxMessageSize(1);
        Assert.True(maximum >= 1024);
        Assert.Equal(100u, ksock.MaxMessageSize(100));
        Assert.Equal(100u, Open().MaxMessageSize(0));
        Assert.Equal(maximum, ksock.MaxMessageSize(1));
        Assert.Equal(100u, ksock.MaxMessageSize(0));
        Assert.Equal(maximum, ksock.MaxMessageSize(maximum));
        Fails(Errno.EINVAL, () => ksock.MaxMessageSize(99));
        Fails(Errno.EINVAL, () => ksock.MaxMessageSize(2));
        Fails(Errno.EINVAL, () => ksock.MaxMessageSize(maximum + 1));
        Fails(Errno.EINVAL, () => ksock.MaxMessageSize(uint.MaxValue));
        Assert.Equal(maximum, ksock.MaxMessageSize(0));
    }

    [Fact]
    public void A_message_of_the_limit_is_sent_and_one_word_more_is_EMSGSIZE()
    {
        var ksock = Open();
        var layout = Limpet.Core.Messages.InMemory.MemoryLayout.Native;
        var most = (int)ksock.MaxMessageSize(200) - layout.EntireLength(3, 0);
        ksock.Send(new KbusMessage(MessageName.Parse("$.A"), new byte[most]));
        SendFails(Errno.EMSGSIZE, ksock, new KbusMessage(MessageName.Parse("$.A"), new byte[most + 1]));
    }

    [Fact]
    public void NEWDEVICE_gives_the_number_of_a_device_that_can_be_opened()
    {
        var number = (int)Open().NewDevice();
        Assert.NotEqual(0, number);
        using var there = World.Open(device: number);
        Assert.Equal(number, there.Device);
    }

    [Fact]
    public void Poll_is_readable_while_the_queue_is_not_empty_and_writable_when_opened_for_it()
    {
        var writer = Listener("$.A");
        var reader = World.Open(canWrite: false);
        reader.Bind("$.A", BindingKind.Listener);
        Assert.Equal(KsockEvents.Writable, writer.Poll());
        Assert.Equal(KsockEvents.None, reader.Poll());
        writer.Send(Say("$.A"));
        Assert.Equal(KsockEvents.Readable | KsockEvents.Writable, writer.Poll());
        Assert.Equal(KsockEvents.Readable, reader.Poll());
        reader.NextMessage();
        Assert.Equal(KsockEvents.None, reader.Poll());
    }
}
