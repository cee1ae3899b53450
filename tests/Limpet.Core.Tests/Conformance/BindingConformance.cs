using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Conformance;

/// <summary>kbus.md 1, and 4: open, BIND, UNBIND, REPLIER.</summary>
public abstract class BindingConformance<TWorld> : KsockConformance<TWorld>
    where TWorld : IKsockWorld, new()
{
    [Fact]
    public void Ksock_ids_go_up_by_one_in_order_of_opening_and_are_not_used_again()
    {
        var first = Open();
        var second = Open();
        second.Dispose();
        var third = Open();
        Assert.NotEqual(0u, first.Id);
        Assert.Equal((first.Id + 1, first.Id + 2), (second.Id, third.Id));
    }

    [Fact]
    public void Nothing_passes_between_devices()
    {
        using var here = World.Open(device: 0);
        using var there = World.Open(device: 1);
        there.Bind("$.A", BindingKind.Replier);
        there.Bind("$.A", BindingKind.Listener);
        here.Send(Say("$.A"));
        SendFails(Errno.EADDRNOTAVAIL, here, Ask("$.A"));
        Assert.Equal(0u, here.FindReplier("$.A"));
        Silent(there);
        Assert.Equal((0, 1), (here.Device, there.Device));
    }

    [Fact]
    public void A_Ksock_opened_for_reading_cannot_write_and_does_everything_else()
    {
        var reader = World.Open(canWrite: false);
        Assert.False(reader.CanWrite);
        SendFails(Errno.EBADF, reader, Say("$.A"));
        Fails(Errno.EBADF, () => reader.Write([1]));
        Fails(Errno.ENOMSG, () => reader.SendWritten());
        reader.Bind("$.A", BindingKind.Listener);
        reader.Bind("$.Q", BindingKind.Replier);
        Assert.Equal(reader.Id, reader.FindReplier("$.Q"));
        reader.MaxMessages(5);
        reader.Discard();
        Open().Send(Say("$.A"));
        Assert.NotNull(reader.TryReceive());
        reader.Unbind("$.A", BindingKind.Listener);
    }

    [Fact]
    public void A_closed_Ksock_refuses_everything()
    {
        var ksock = Open();
        ksock.Dispose();
        ksock.Dispose();
        SendFails(Errno.EBADF, ksock, Say("$.A"));
        Fails(Errno.EBADF, () => ksock.Bind("$.A", BindingKind.Listener));
        Fails(Errno.EBADF, () => ksock.Unbind("$.A", BindingKind.Listener));
        Fails(Errno.EBADF, () => ksock.FindReplier("$.A"));
        Fails(Errno.EBADF, () => ksock.TryReceive());
        Fails(Errno.EBADF, () => ksock.NextMessage());
        Fails(Errno.EBADF, () => ksock.Read(new byte[1]));
        Fails(Errno.EBADF, () => ksock.Write([1]));
        Fails(Errno.EBADF, () => ksock.SendWritten());
        Fails(Errno.EBADF, ksock.Discard);
        Fails(Errno.EBADF, () => ksock.Poll());
        Fails(Errno.EBADF, () => ksock.LengthLeft());
        Fails(Errno.EBADF, () => ksock.LastSent());
        Fails(Errno.EBADF, () => ksock.QueuedMessages());
        Fails(Errno.EBADF, () => ksock.UnansweredRequests());
        Fails(Errno.EBADF, () => ksock.MaxMessages(0));
        Fails(Errno.EBADF, () => ksock.MessagesOnlyOnce(0));
        Fails(Errno.EBADF, () => ksock.Verbose(0));
        Fails(Errno.EBADF, () => ksock.ReportReplierBinds(0));
        Fails(Errno.EBADF, () => ksock.MaxMessageSize(0));
        Fails(Errno.EBADF, () => ksock.Receive(new List<KbusMessage>(), 1, CancellationToken.None));
    }

    [Fact]
    public void BIND_of_no_name_is_EBADMSG_and_of_over_1000_bytes_ENAMETOOLONG()
    {
        var ksock = Open();
        Fails(Errno.EBADMSG, () => ksock.Bind("", BindingKind.Listener));
        Fails(Errno.ENAMETOOLONG, () => ksock.Bind("$." + new string('a', 999), BindingKind.Listener));
        Fails(Errno.ENAMETOOLONG, () => ksock.Bind(new string('x', 1001), BindingKind.Replier));
    }

    [Fact]
    public void Nobody_may_be_the_replier_for_ReplierBindEvent_and_anybody_may_listen()
    {
        var ksock = Open();
        Fails(Errno.EBADMSG, () => ksock.Bind("$.KBUS.ReplierBindEvent", BindingKind.Replier));
        ksock.Bind("$.KBUS.ReplierBindEvent", BindingKind.Listener);
        ksock.Bind("$.KBUS.*", BindingKind.Replier);
    }

    [Fact]
    public void A_name_has_one_replier_at_a_time_and_a_wildcard_counts_as_its_own_name()
    {
        var first = Replier("$.A.B", "$.A.*");
        var second = Open();
        Fails(Errno.EADDRINUSE, () => second.Bind("$.A.B", BindingKind.Replier));
        Fails(Errno.EADDRINUSE, () => second.Bind("$.A.*", BindingKind.Replier));
        Fails(Errno.EADDRINUSE, () => first.Bind("$.A.B", BindingKind.Replier));
        second.Bind("$.A.%", BindingKind.Replier);
        second.Bind("$.A.B", BindingKind.Listener);
        first.Unbind("$.A.B", BindingKind.Replier);
        second.Bind("$.A.B", BindingKind.Replier);
    }

    [Fact]
    public void A_Ksock_may_hold_the_same_listener_binding_twice()
    {
        var listener = Listener("$.A", "$.A");
        Open().Send(Say("$.A"));
        Assert.Equal(2, All(listener).Length);
        listener.Unbind("$.A", BindingKind.Listener);
        Open().Send(Say("$.A"));
        Assert.Single(All(listener));
        listener.Unbind("$.A", BindingKind.Listener);
        Fails(Errno.EINVAL, () => listener.Unbind("$.A", BindingKind.Listener));
    }

    [Theory]
    [InlineData("$.Other", BindingKind.Listener)]
    [InlineData("$.A", BindingKind.Replier)]
    [InlineData("$.*", BindingKind.Listener)]
    [InlineData("", BindingKind.Listener)]
    [InlineData("no name", BindingKind.Listener)]
    public void UNBIND_of_what_is_not_bound_just_so_is_EINVAL(string name, BindingKind kind)
    {
        var ksock = Listener("$.A");
        Fails(Errno.EINVAL, () => ksock.Unbind(name, kind));
    }

    [Fact]
    public void UNBIND_of_a_name_over_1000_bytes_is_EINVAL_too()
    {
        var ksock = Open();
        Fails(Errno.EINVAL, () => ksock.Unbind(new string('x', 1001), BindingKind.Listener));
    }

    [Fact]
    public void UNBIND_of_another_Ksock_s_binding_is_EINVAL()
    {
        Replier("$.A");
        var other = Open();
        Fails(Errno.EINVAL, () => other.Unbind("$.A", BindingKind.Replier));
    }

    [Fact]
    public void UNBIND_removes_from_the_queue_what_stands_there_because_of_that_binding_alone()
    {
        var listener = Listener("$.A", "$.*", "$.A");
        var sender = Open();
        var a = sender.Send(Say("$.A"));
        var b = sender.Send(Say("$.B"));
        Assert.Equal(4u, listener.QueuedMessages());
        listener.Unbind("$.A", BindingKind.Listener);
        Assert.Equal([a, a, b], All(listener).Select(message => message.Id));
    }

    [Fact]
    public void UNBIND_leaves_what_was_popped_already()
    {
        var listener = Listener("$.A");
        Open().Send(Say("$.A"));
        Assert.NotEqual(0u, listener.NextMessage());
        listener.Unbind("$.A", BindingKind.Listener);
        Assert.NotEqual(0u, listener.LengthLeft());
    }

    [Fact]
    public void REPLIER_compares_names_byte_for_byte()
    {
        var plain = Replier("$.A.B");
        var wild = Replier("$.A.*");
        Assert.Equal(plain.Id, wild.FindReplier("$.A.B"));
        Assert.Equal(wild.Id, plain.FindReplier("$.A.*"));
        Assert.Equal(0u, plain.FindReplier("$.A.C"));
        Assert.Equal(0u, plain.FindReplier("$.A.%"));
        Assert.Equal(0u, plain.FindReplier("$.a.b"));
    }

    [Fact]
    public void REPLIER_finds_no_listener() => Assert.Equal(0u, Listener("$.A").FindReplier("$.A"));

    [Fact]
    public void REPLIER_for_a_name_of_0_or_over_1000_bytes_is_ENAMETOOLONG()
    {
        var ksock = Open();
        Fails(Errno.ENAMETOOLONG, () => ksock.FindReplier(""));
        Fails(Errno.ENAMETOOLONG, () => ksock.FindReplier(new string('x', 1001)));
    }

    [Fact]
    public void REPLIER_for_what_is_no_name_finds_nobody() => Assert.Equal(0u, Open().FindReplier("no name"));
}
