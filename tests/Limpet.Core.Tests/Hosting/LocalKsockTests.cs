using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>A Ksock on a bus that this process hosts, which is closed or whose bus is gone; and what Limpets ask of one.</summary>
public sealed class LocalKsockTests : IDisposable
{
    private static readonly KbusMessage Waiting = Say("$.A") with { Flags = MessageFlags.AllOrWait };

    private static readonly Dictionary<string, Func<IKsock, Errno>> Operations = new()
    {
        ["Bind"] = ksock => Done(() => ksock.Bind("$.C", BindingKind.Listener)),
        ["Unbind"] = ksock => Done(() => ksock.Unbind("$.A", BindingKind.Listener)),
        ["FindReplier"] = ksock => Done(() => ksock.FindReplier("$.A")),
        ["TrySend"] = ksock => ksock.TrySend(Say("$.A"), out _),
        ["TryReceive"] = ksock => Done(() => ksock.TryReceive()),
        ["Receive"] = ksock => Done(() => ksock.Receive([], 1, CancellationToken.None)),
        ["Poll"] = ksock => Done(() => ksock.Poll()),
        ["Wait"] = ksock => Done(() => ksock.Wait(KsockEvents.Readable, CancellationToken.None)),
        ["Write"] = ksock => Done(() => ksock.Write([])),
        ["SendWritten"] = ksock => Done(() => ksock.SendWritten()),
        ["Discard"] = ksock => Done(ksock.Discard),
        ["NextMessage"] = ksock => Done(() => ksock.NextMessage()),
        ["Read"] = ksock => Done(() => ksock.Read(new byte[1])),
        ["LengthLeft"] = ksock => Done(() => ksock.LengthLeft()),
        ["LastSent"] = ksock => Done(() => ksock.LastSent()),
        ["MaxMessages"] = ksock => Done(() => ksock.MaxMessages(0)),
        ["NewDevice"] = ksock => Done(() => ksock.NewDevice()),
        ["WaitToSend"] = ksock => ((IWaitingSender)ksock).WaitToSend(CancellationToken.None),
        ["GiveUp"] = ksock => ((IWaitingSender)ksock).GiveUp(new(0, 1)),
        ["TrySend many"] = SendMany,
        ["TryReceive many"] = ksock => Done(() => ((IBulkSource)ksock).TryReceive([], 1)),
    };

    private readonly EmbeddedBuses _buses = EmbeddedBuses.Private();

    public static TheoryData<string> OperationNames => [.. Operations.Keys];

    public void Dispose() => _buses.Dispose();

    [Theory]
    [MemberData(nameof(OperationNames))]
    public void On_a_bus_that_is_removed_everything_is_ENODEV_and_on_a_closed_Ksock_EBADF(string operation)
    {
        foreach (var (end, expected) in new (Action<IKsock>, Errno)[] { (_ => _buses.Remove(0), Errno.ENODEV), (ksock => ksock.Dispose(), Errno.EBADF) })
        {
            using var ksock = _buses.Open(0);
            ksock.Bind("$.A", BindingKind.Listener);
            ksock.Send(Say("$.A"));
            ksock.Send(Say("$.A"));
            ksock.NextMessage();
            end(ksock);
            Assert.Equal(expected, Operations[operation](ksock));
        }
    }

    [Fact]
    public void There_is_no_257th_bus()
    {
        using var ksock = _buses.Open(0);
        for (var device = 1; device < 256; device++)
        {
            Assert.Equal((uint)device, ksock.NewDevice());
        }

        Assert.Equal(Errno.EINVAL, Done(() => ksock.NewDevice()));
        Assert.Equal(256, _buses.Numbers().Count);
    }

    [Fact]
    public void Many_are_sent_in_their_order_until_one_must_wait()
    {
        using var listener = _buses.Open(0);
        listener.Bind("$.A", BindingKind.Listener);
        listener.MaxMessages(2);
        using var sender = _buses.Open(0);
        var told = 0;
        ((IReadableSource)listener).Readable = () => told++;

        Assert.Equal(0, Bulk(sender).TrySend([], []));
        var errors = Enumerable.Repeat(Errno.EIO, 5).ToArray();
        Assert.Equal(4, Bulk(sender).TrySend([Waiting, KbusMessage.Request("$.Nobody"), Waiting with { Data = "2"u8.ToArray() }, Waiting, Waiting], errors));

        Assert.Equal([Errno.None, Errno.EADDRNOTAVAIL, Errno.None, Errno.EAGAIN, Errno.EIO], errors);
        Assert.Equal(1, told);
        var received = new List<KbusMessage>();
        Assert.Equal(1, ((IBulkSource)listener).TryReceive(received, 1));
        Assert.Equal(1, ((IBulkSource)listener).TryReceive(received, 5));
        Assert.Equal(0, ((IBulkSource)listener).TryReceive(received, 5));
        Assert.Equal(["", "2"], received.Select(message => System.Text.Encoding.UTF8.GetString(message.Data.Span)));
    }

    [Fact]
    public void A_Ksock_that_does_not_hear_itself_hears_others_until_it_does_again()
    {
        using var ksock = _buses.Open(0);
        using var other = _buses.Open(0);
        ksock.Bind("$.A", BindingKind.Listener);
        Bulk(ksock).HearsItself = false;
        ksock.Send(Say("$.A"));
        Assert.Null(ksock.TryReceive());
        other.Send(Say("$.A"));
        Assert.NotNull(ksock.TryReceive());
        Bulk(ksock).HearsItself = true;
        ksock.Send(Say("$.A"));
        Assert.NotNull(ksock.TryReceive());
    }

    private static KbusMessage Say(string name) => KbusMessage.Announcement(name);

    private static IBulkKsock Bulk(IKsock ksock) => (IBulkKsock)ksock;

    private static Errno SendMany(IKsock ksock)
    {
        var errors = new Errno[2];
        Assert.Equal(2, Bulk(ksock).TrySend([Say("$.A"), Say("$.A")], errors));
        Assert.Equal(errors[0], errors[1]);
        return errors[0];
    }

    private static Errno Done(Action operation)
    {
        try
        {
            operation();
            return Errno.None;
        }
        catch (KbusException e)
        {
            return e.Errno;
        }
    }
}
