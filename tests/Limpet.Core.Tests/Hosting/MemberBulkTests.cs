using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Hosting;

/// <summary>What a Limpet asks of a bus that another process hosts: many sends in one exchange, and not to hear them itself.</summary>
public sealed class MemberBulkTests : SharedBusTests
{
    [Fact]
    public void A_member_sends_many_at_once_in_their_order_and_hears_what_became_of_each()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        host.MaxMessages(1000);
        host.Bind("$.A", BindingKind.Listener);
        KbusMessage[] messages =
        [
            .. Enumerable.Range(0, 300).Select(i => KbusMessage.Announcement("$.A", $"{i}")),
            new(MessageName.Parse("$.A"), new byte[500_000]),
            KbusMessage.Request("$.Nobody"),
            .. Enumerable.Range(0, 5).Select(_ => new KbusMessage(MessageName.Parse("$.A"), new byte[100_000])),
            KbusMessage.Announcement("$.A", "last"),
        ];
        var errors = new Errno[messages.Length];
        Assert.Equal(messages.Length, ((IBulkKsock)member).TrySend(messages, errors));
        Assert.Equal((Errno.EMSGSIZE, Errno.EADDRNOTAVAIL), (errors[300], errors[301]));
        Assert.Equal(messages.Length - 2, errors.Count(error => error == Errno.None));
        foreach (var sent in messages.Where((_, i) => errors[i] == Errno.None))
        {
            Assert.True(sent.Data.Span.SequenceEqual(host.Receive(GiveUp.Token).Data.Span));
        }

        Assert.Null(host.TryReceive());
    }

    [Fact]
    public void Of_many_at_once_those_behind_one_that_waits_are_not_tried()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        host.MaxMessages(3);
        host.Bind("$.A", BindingKind.Listener);
        var messages = Enumerable.Range(0, 10).Select(i => KbusMessage.Announcement("$.A", $"{i}") with { Flags = MessageFlags.AllOrWait }).ToArray();
        var errors = new Errno[messages.Length];
        Assert.Equal(4, ((IBulkKsock)member).TrySend(messages, errors));
        Assert.Equal([Errno.None, Errno.None, Errno.None, Errno.EAGAIN], errors[..4]);
        Assert.Equal("0"u8, host.Receive(GiveUp.Token).Data.Span);
        Assert.Equal(Errno.None, ((IWaitingSender)member).WaitToSend(GiveUp.Token));
        Assert.Equal(["1", "2", "3"], Enumerable.Range(0, 3).Select(_ => System.Text.Encoding.UTF8.GetString(host.Receive(GiveUp.Token).Data.Span)));
        Assert.Null(host.TryReceive());
    }

    [Fact]
    public void A_member_that_does_not_hear_itself_hears_the_others()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        member.Bind("$.*", BindingKind.Listener);
        ((IBulkKsock)member).HearsItself = false;
        member.Send(KbusMessage.Announcement("$.A"));
        host.Send(KbusMessage.Announcement("$.B"));
        Assert.Equal("$.B", member.Receive(GiveUp.Token).Name.Value);
        Assert.Null(member.TryReceive());
    }

    [Fact]
    public void A_message_longer_than_one_exchange_takes_is_written_in_several()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        host.Bind("$.A", BindingKind.Listener);
        var data = Enumerable.Range(0, 400_000).Select(i => (byte)(i / 1000)).ToArray();
        member.Write(EntireMessage.ToBytes(new KbusMessage(MessageName.Parse("$.A"), data), MemoryLayout.Native));
        member.SendWritten();
        Assert.Equal(data, host.Receive(GiveUp.Token).Data.ToArray());
    }

    [Fact]
    public void Many_at_once_to_a_bus_that_is_gone_have_all_failed()
    {
        var host = First.Open(0);
        using var member = Second.Open(0);
        host.Dispose();
        First.Dispose();
        var errors = new Errno[3];
        Assert.Equal(3, ((IBulkKsock)member).TrySend([.. Enumerable.Repeat(KbusMessage.Announcement("$.A"), 3)], errors));
        Assert.All(errors, error => Assert.Equal(Errno.ENODEV, error));
    }
}
