using Limpet.Core.Bus;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>A hosted bus, which tells those who have news and tries their waiting sends again.</summary>
public sealed class BusHostTests
{
    private static readonly KbusMessage Waiting = KbusMessage.Announcement("$.A") with { Flags = MessageFlags.AllOrWait };

    private readonly List<string> _told = [];
    private readonly BusHost _host = new(0, () => null);

    [Fact]
    public void News_is_told_to_each_in_order()
    {
        var news = default(News);
        news.Tell();
        foreach (var name in new[] { "a", "b", "c" })
        {
            news.Add(new RecordingOwner(name, _told));
        }

        news.Tell();
        Assert.Equal(["a", "b", "c"], _told);
    }

    [Fact]
    public void Whoever_gets_a_message_on_an_empty_queue_is_told_once()
    {
        var sender = _host.Device.Open();
        var first = Listener("first", "$.A", "$.B");
        Listener("second", "$.A");
        Run(() => sender.Send(KbusMessage.Announcement("$.A"), out _));
        Assert.Equal(["first", "second"], _told.Order());
        _told.Clear();
        Run(() => sender.Send(KbusMessage.Announcement("$.B"), out _));
        Assert.Empty(_told);
        first.Receive();
        first.Receive();
        Run(() => sender.Send(KbusMessage.Announcement("$.B"), out _));
        Assert.Equal(["first"], _told);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_waiting_send_goes_when_there_is_room_where_somebody_waits_for_that(bool waits)
    {
        var listener = Listener("listener", "$.A");
        listener.Set(KsockOperation.MaxMessages, 1, out _);
        var sender = _host.Device.Open();
        _ = new RecordingOwner("sender", _told, sender) { WantsRetry = waits };
        Assert.Equal(Errno.None, sender.Send(Waiting, out _));
        Assert.Equal(Errno.EAGAIN, sender.Send(Waiting, out _));
        _host.TakeNews();

        Run(() => listener.Receive() is null ? Errno.ENOMSG : Errno.None);
        Assert.Contains("sender", _told);
        Assert.Equal(waits, listener.IsReadable);
        Assert.Equal(waits, _told.Contains("listener"));
        Assert.Equal(!waits, sender.IsSending);
    }

    [Fact]
    public void A_bus_that_ends_tells_all_and_lets_nobody_in()
    {
        Listener("first", "$.A");
        Listener("second", "$.A");
        _host.Device.Open();
        Assert.False(_host.IsGone);
        _host.End();
        Assert.Equal(["first gone", "second gone"], _told.Order());
        Assert.True(_host.IsGone);
        Assert.Throws<ObjectDisposedException>(() => _host.Open(canWrite: true));
    }

    private BusKsock Listener(string name, params string[] names)
    {
        var ksock = _host.Device.Open();
        Array.ForEach(names, bound => Assert.Equal(Errno.None, ksock.Bind(bound, BindingKind.Listener)));
        _ = new RecordingOwner(name, _told, ksock);
        return ksock;
    }

    private void Run(Func<Errno> operation) => Assert.Equal(Errno.None, _host.Run(operation));
}
