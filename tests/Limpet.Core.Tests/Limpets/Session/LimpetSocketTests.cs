using System.Net.Sockets;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Hosting;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>A connection by hand between two who speak the wire, network 1 and network 2.</summary>
public sealed class LimpetSocketTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly UnixEndpoint _endpoint;
    private readonly EndpointListener _listener;
    private readonly Socket _raw;
    private readonly LimpetSocket _own;

    public LimpetSocketTests()
    {
        _endpoint = new UnixEndpoint(_directory.At("l"));
        _listener = _endpoint.Listen();
        _raw = _endpoint.Connect(Patience);
        _raw.Send(HeloOf(1));
        _own = LimpetSocket.Accept(_listener, 2, Patience, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _own.Dispose();
        _raw.Dispose();
        _listener.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void It_knows_who_is_there()
    {
        Assert.Equal((1u, 2u, _endpoint.ToString(), true), (_own.PeerNetworkId, _own.NetworkId, _own.Endpoint, _own.IsOpen));
        Assert.Equal(Core.Native.Libc.EffectiveUserId(), _own.Peer.UserId);
        Assert.Equal(HeloOf(2), Heard(8));
    }

    [Fact]
    public void What_a_message_lacks_it_is_given()
    {
        using var other = Other();
        Assert.Equal(new MessageId(2, 1), _own.Send(KbusMessage.Announcement("$.A")));
        Assert.Equal(new MessageId(2, 2), _own.Send(KbusMessage.Request("$.A") with { From = 5 }));
        Assert.Equal(new MessageId(2, 77), _own.Send(KbusMessage.Announcement("$.A") with { Id = new(0, 77) }));
        Assert.Equal(new MessageId(9, 8), _own.Send(KbusMessage.Announcement("$.A") with { Id = new(9, 8), OrigFrom = new(9, 6) }));
        Assert.Equal(
            [
                (new MessageId(2, 1), new OriginId(2, 0), MessageFlags.None),
                (new MessageId(2, 2), new OriginId(2, 5), MessageFlags.WantAReply | MessageFlags.WantYouToReply),
                (new MessageId(2, 77), new OriginId(2, 0), MessageFlags.None),
                (new MessageId(9, 8), new OriginId(9, 6), MessageFlags.None),
            ],
            Enumerable.Range(0, 4).Select(_ => other.Receive(TestContext.Current.CancellationToken)).Select(m => (m.Id, m.OrigFrom, m.Flags)));
    }

    [Fact]
    public void Or_it_goes_as_it_is()
    {
        using var other = Other();
        var message = KbusMessage.Request("$.A", "as it is") with { Id = new(0, 3), From = 7 };
        _own.SendAsItIs(message);
        _own.SendAsItIs(message with { Id = new(0, 4) });
        Assert.Equal(message, other.Receive(TestContext.Current.CancellationToken));
        Assert.Equal(message with { Id = new(0, 4) }, other.Receive(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_message_that_has_come_in_part_is_waited_for_and_not_lost()
    {
        var message = KbusMessage.Announcement("$.A", "in two parts") with { Id = new(1, 1) };
        var bytes = Bytes(message);
        Assert.False(_own.TryReceive(TimeSpan.Zero, out _));
        _raw.Send(bytes.AsSpan(0, 70));
        Assert.False(_own.TryReceive(TimeSpan.FromMilliseconds(1), out var none));
        Assert.Null(none);
        _raw.Send(bytes.AsSpan(70));
        Assert.True(_own.TryReceive(Patience, out var whole));
        Assert.Equal(message, whole);
    }

    [Fact]
    public void Waiting_can_be_cancelled_and_gives_what_has_come_all_the_same()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        _raw.Send(Bytes(KbusMessage.Announcement("$.A")));
        Assert.Equal("$.A", _own.Receive(cancelled.Token).Name.Value);
        Assert.Throws<OperationCanceledException>(() => _own.Receive(cancelled.Token));
    }

    [Fact]
    public void The_other_side_closing_is_told_and_where_it_does_in_a_message_too()
    {
        _raw.Shutdown(SocketShutdown.Send);
        Assert.Throws<OtherLimpetGoneAwayException>(() => _own.Receive(TestContext.Current.CancellationToken));
        var (cut, raw) = Meet();
        using (cut)
        using (raw)
        {
            raw.Send(Bytes(KbusMessage.Announcement("$.A")).AsSpan(0, 20));
            raw.Shutdown(SocketShutdown.Send);
            Assert.Throws<BadMessageException>(() => cut.Receive(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Being_turned_away_is_told_with_the_reason(bool displaced)
    {
        _raw.Send(Bytes(new Farewell(displaced ? FarewellKind.Displaced : FarewellKind.Refused, "there is no room").ToMessage(1)));
        var e = Assert.Throws<TurnedAwayException>(() => _own.Receive(TestContext.Current.CancellationToken));
        Assert.Equal(displaced, e.IsDisplaced);
        Assert.Contains("there is no room", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Once_closed_it_does_nothing_and_the_other_side_is_told()
    {
        _own.Dispose();
        _own.Dispose();
        Assert.False(_own.IsOpen);
        Assert.Throws<ObjectDisposedException>(() => _own.SendAsItIs(KbusMessage.Announcement("$.A")));
        Assert.Throws<ObjectDisposedException>(() => _own.TryReceive(Patience, out _));
        Heard(8);
        Assert.Equal(0, _raw.Receive(new byte[8]));
    }

    [Fact]
    public async Task Closing_ends_who_waits_in_it()
    {
        var waiting = Task.Factory.StartNew(() => _own.Receive(TestContext.Current.CancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _own.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Patience));
    }

    [Fact]
    public void A_network_id_of_0_is_refused_before_anything_is_done()
    {
        Assert.Contains("is 0; expected", Assert.Throws<NetworkIdException>(() => LimpetSocket.Connect(_endpoint, 0, Patience, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Throws<NetworkIdException>(() => LimpetSocket.Accept(_listener, 0, Patience, TestContext.Current.CancellationToken));
        using var raw = _endpoint.Connect(Patience);
        using var accepted = _listener.Accept(TestContext.Current.CancellationToken);
        Assert.Throws<NetworkIdException>(() => LimpetSocket.Over(accepted, "by hand", 0, Patience));
        Assert.Equal(0, raw.Receive(new byte[8]));
    }

    [Theory]
    [InlineData("", "without saying HELO")]
    [InlineData("HEL", "after 3 of the 8 bytes of its HELO")]
    public void One_who_goes_before_their_HELO_is_over_is_told_apart(string said, string told)
    {
        using var raw = _endpoint.Connect(Patience);
        raw.Send(System.Text.Encoding.ASCII.GetBytes(said));
        raw.Shutdown(SocketShutdown.Send);
        var e = Assert.Throws<OtherLimpetGoneAwayException>(() => LimpetSocket.Accept(_listener, 2, Patience, TestContext.Current.CancellationToken));
        Assert.Contains(told, e.Message, StringComparison.Ordinal);
        Assert.Equal(8, raw.Receive(new byte[8]));
        Assert.Equal(0, raw.Receive(new byte[8]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HELO")]
    public void One_who_says_no_more_is_waited_for_so_long(string said)
    {
        using var raw = _endpoint.Connect(Patience);
        raw.Send(System.Text.Encoding.ASCII.GetBytes(said));
        var e = Assert.Throws<LimpetTimeoutException>(() => LimpetSocket.Accept(_listener, 2, TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken));
        Assert.Contains($"{said.Length} of the 8 bytes of its HELO came in 0.02 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Four_bytes_of_something_else_are_enough()
    {
        using var raw = _endpoint.Connect(Patience);
        raw.Send("GET "u8);
        Assert.Throws<BadMessageException>(() => LimpetSocket.Accept(_listener, 2, Patience, TestContext.Current.CancellationToken));
    }

    private byte[] Heard(int count)
    {
        var bytes = new byte[count];
        for (var heard = 0; heard < count;)
        {
            var now = _raw.Receive(bytes.AsSpan(heard));
            Assert.NotEqual(0, now);
            heard += now;
        }

        return bytes;
    }

    private (LimpetSocket Own, Socket Raw) Meet()
    {
        var raw = _endpoint.Connect(Patience);
        raw.Send(HeloOf(1));
        return (LimpetSocket.Accept(_listener, 2, Patience, TestContext.Current.CancellationToken), raw);
    }

    // The other end of ours, as one by hand: it has said HELO, and only hears it.
    private LimpetSocket Other() => LimpetSocket.Over(_raw, "by hand", 1, Patience);
}
