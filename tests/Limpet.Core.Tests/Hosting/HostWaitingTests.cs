using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Hostile;

namespace Limpet.Core.Tests.Hosting;

/// <summary>What waits at the host of a bus for a member: it is answered when there is something to answer, when it is cancelled, or never where the member has left.</summary>
public sealed class HostWaitingTests : IDisposable
{
    private readonly HeldHost _host = new();
    private readonly RawMember _opened;
    private readonly (uint Id, ulong Token) _ksock;
    private readonly RawMember _attached;

    public HostWaitingTests()
    {
        _opened = _host.Open(out _ksock);
        _attached = _host.Attach(_ksock);
        Ask(MemberOperation.Bind, [.. Fields.Bytes("$.ToMember"u8), .. Fields.U32(0)]);
        _host.Local.Bind("$.ToHost", BindingKind.Listener);
        _host.Local.MaxMessages(1);
    }

    public void Dispose()
    {
        _attached.Dispose();
        _opened.Dispose();
        _host.Dispose();
    }

    [Fact]
    public void A_Receive_that_waits_is_answered_when_a_message_comes_again_and_again()
    {
        for (var i = 0; i < 3; i++)
        {
            Wait(MemberOperation.Receive, 5);
            var id = Tell();
            Assert.Equal(Received(id), _attached.Answer());
        }
    }

    [Fact]
    public void A_Wait_that_waits_is_answered_when_there_is_what_is_waited_for_again_and_again()
    {
        for (var i = 0; i < 3; i++)
        {
            Wait(MemberOperation.Wait, (uint)KsockEvents.Readable);
            Tell();
            Assert.Equal([0u, (uint)KsockEvents.Readable], Fields.Numbers(_attached.Answer()));
            Ask(MemberOperation.TryReceive);
        }
    }

    [Fact]
    public void A_Cancel_with_bytes_too_many_is_no_Cancel_and_ends_the_connection()
    {
        Wait(MemberOperation.Receive, 5);
        _attached.Send(MemberOperation.Cancel, [0]);
        Assert.Empty(_attached.Answer());
    }

    [Fact]
    public void A_Wait_is_answered_with_nothing_else_than_was_asked_for()
    {
        Tell();
        Wait(MemberOperation.Wait, (uint)KsockEvents.Writable);
        Assert.Equal([0u, (uint)KsockEvents.Writable], Fields.Numbers(_attached.Answer()));
    }

    [Fact]
    public void A_send_is_told_of_when_it_has_gone_again_and_again()
    {
        SendToFull();
        for (var i = 0; i < 3; i++)
        {
            Wait(MemberOperation.WaitToSend);
            Assert.NotNull(_host.Local.TryReceive());
            Assert.Equal([0u, 0u], Fields.Numbers(_attached.Answer()));
            SendWaiting();
        }
    }

    [Fact]
    public void Whoever_waits_until_it_may_write_has_its_send_go_when_there_is_room()
    {
        SendToFull();
        Wait(MemberOperation.Wait, (uint)KsockEvents.Writable);
        Assert.NotNull(_host.Local.TryReceive());
        Assert.NotNull(_host.Local.TryReceive());
        Assert.Equal([0u, (uint)KsockEvents.Writable], Fields.Numbers(_attached.Answer()));
    }

    [Theory]
    [InlineData(5u)]
    [InlineData(7u)]
    public void A_send_is_not_tried_again_for_whoever_waits_for_messages(uint most)
    {
        SendToFull();
        Wait(MemberOperation.Receive, most);
        NothingGoesUntilPolled();
    }

    [Fact]
    public void A_send_is_not_tried_again_for_whoever_waited_until_it_may_write_and_gave_up()
    {
        SendToFull();
        Wait(MemberOperation.Wait, (uint)KsockEvents.Writable);
        Cancel(Errno.None);
        NothingGoesUntilPolled();
    }

    [Fact]
    public void What_is_cancelled_is_answered_with_nothing_and_waits_no_more()
    {
        SendToFull();
        Wait(MemberOperation.Receive, 5);
        Cancel(Errno.None);
        Wait(MemberOperation.Wait, (uint)KsockEvents.Readable);
        Cancel(Errno.None);
        Wait(MemberOperation.WaitToSend);
        Cancel(Errno.EAGAIN);

        var id = Tell();
        Assert.NotNull(_host.Local.TryReceive());
        Wait(MemberOperation.Receive, 5);
        Assert.Equal(Received(id), _attached.Answer());
    }

    [Fact]
    public void A_message_is_not_taken_for_a_member_that_has_left()
    {
        Wait(MemberOperation.Receive, 5);
        _host.Hold();
        _attached.Dispose();
        var id = Tell();
        _host.GoOn();
        Assert.Equal(Received(id), Ask(MemberOperation.TryReceive));
    }

    [Fact]
    public void A_send_is_not_tried_again_for_a_member_that_has_left()
    {
        var id = SendToFull();
        Wait(MemberOperation.WaitToSend);
        _host.Hold();
        _attached.Dispose();
        Assert.NotNull(_host.Local.TryReceive());
        _host.GoOn();
        Assert.Equal([(uint)Errno.EAGAIN], Fields.Numbers(Ask(MemberOperation.GiveUp, Fields.U32(id.Network, id.Serial))));
        Assert.Null(_host.Local.TryReceive());
    }

    [Fact]
    public void A_connection_that_ended_while_it_waited_is_forgotten()
    {
        Wait(MemberOperation.Wait, (uint)KsockEvents.Readable);
        _attached.Send(MemberOperation.Wait, Fields.U32((uint)KsockEvents.Readable));
        Assert.Empty(_attached.Answer());
        var id = Tell();
        Assert.Equal(Received(id), Ask(MemberOperation.TryReceive));
    }

    [Fact]
    public void An_answer_that_the_member_does_not_take_at_once_comes_whole()
    {
        var message = new KbusMessage(MessageName.Parse("$.ToMember"), new byte[400_000]);
        for (var i = 0; i < 5; i++)
        {
            Wait(MemberOperation.Receive, 1);
            var id = _host.Local.Send(message);
            Assert.True(_attached.Answer().AsSpan().SequenceEqual(Received(message with { Id = id, From = _host.Local.Id })));
        }
    }

    private byte[] Ask(MemberOperation operation, params byte[][] fields)
    {
        _opened.Send(operation, fields);
        return _opened.Answer();
    }

    private void Wait(MemberOperation operation, params uint[] argument)
    {
        _attached.Send(operation, Fields.U32(argument));
        _host.Settle();
    }

    private void Cancel(Errno expected)
    {
        _attached.Send(MemberOperation.Cancel);
        Assert.Equal([(uint)expected, 0u], Fields.Numbers(_attached.Answer()));
    }

    private MessageId Tell() => _host.Local.Send(KbusMessage.Announcement("$.ToMember", "news"));

    private byte[] Received(MessageId id) => Received(KbusMessage.Announcement("$.ToMember", "news") with { Id = id, From = _host.Local.Id });

    private static byte[] Received(KbusMessage message) => [.. Fields.U32(0, 1), .. Fields.Message(message)];

    // The id of the one that waits.
    private MessageId SendToFull()
    {
        Assert.Equal((uint)Errno.None, BitConverter.ToUInt32(Ask(MemberOperation.Send, Fields.Message(KbusMessage.Announcement("$.ToHost")))));
        return SendWaiting();
    }

    private MessageId SendWaiting()
    {
        var answer = Fields.Numbers(Ask(MemberOperation.Send, Fields.Message(KbusMessage.Announcement("$.ToHost") with { Flags = MessageFlags.AllOrWait })));
        Assert.Equal((uint)Errno.EAGAIN, answer[0]);
        return new MessageId(answer[1], answer[2]);
    }

    private void NothingGoesUntilPolled()
    {
        Assert.NotNull(_host.Local.TryReceive());
        Assert.Null(_host.Local.TryReceive());
        Assert.Equal([0u, (uint)KsockEvents.Writable], Fields.Numbers(Ask(MemberOperation.Poll)));
        Assert.NotNull(_host.Local.TryReceive());
    }
}
