using System.Diagnostics;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>Which thread carries a message from KBUS to the other Limpet: that of the program which sends it where it can, and the link's own otherwise.</summary>
public sealed class LinkCarryingTests : LinkBench
{
    // Announcements further apart than this do not follow one another.
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(2);

    private int _sent;

    [Fact]
    public void Whoever_asks_carries_their_Request_however_fast_they_follow_one_another()
    {
        Begin();
        var asker = AskerOf("$.Q");
        AskUntilCarriedHere(asker);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(Environment.CurrentManagedThreadId, WriterOf(() => Ask(asker)));
        }
    }

    [Fact]
    public void Whoever_announces_carries_it_where_it_is_the_first_for_a_while()
    {
        Begin();
        var sender = Buses.Open(0);
        var carried = 0;
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                carried += WriterOf(() => AnnounceApart(sender)) == Environment.CurrentManagedThreadId ? 1 : 0;
                return carried == 10;
            },
            Patience));
    }

    [Fact]
    public void Announcements_that_follow_one_another_are_left_to_the_link_and_joined()
    {
        Begin();
        var sender = Buses.Open(0);
        AnnounceUntilCarriedHere(sender);
        var (writes, sent) = (Peer.Writes.Count, _sent);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                for (var i = 0; i < 1000; i++)
                {
                    Announce(sender);
                }

                Peer.Expect(_sent);
                return Peer.Writes.Count - writes < _sent - sent && Peer.Writes.Skip(writes).Any(write => write.Thread != Environment.CurrentManagedThreadId);
            },
            Patience));
        Assert.Equal(Enumerable.Range(1, _sent), Peer.Expect(_sent).Select(Number));
    }

    [Fact]
    public void Nobody_carries_more_than_a_few_for_others()
    {
        Begin();
        var asker = AskerOf("$.Q");
        AskUntilCarriedHere(asker);
        var (here, before) = (Environment.CurrentManagedThreadId, Peer.Writes.Count);
        var more = 10;
        Peer.OnWrite = () =>
        {
            if (Environment.CurrentManagedThreadId == here && more-- > 0)
            {
                Ask(asker);
            }
        };
        Ask(asker);
        Peer.Expect(_sent);
        Assert.Equal(4, Peer.Writes.Skip(before).Count(write => write.Thread == here));
        Assert.NotEqual(here, Peer.Writes[^1].Thread);
    }

    [Fact]
    public void Many_at_once_are_left_to_the_link()
    {
        Begin();
        var sender = Buses.Open(0);
        AnnounceUntilCarriedHere(sender);
        LetTimePass();
        var writer = WriterOf(() => ((IBulkKsock)sender).TrySend([.. Enumerable.Range(0, 17).Select(_ => Next())], new Errno[17]));
        Assert.NotEqual(Environment.CurrentManagedThreadId, writer);
        Assert.Equal(Enumerable.Range(1, _sent), Peer.Expect(_sent).Select(Number));
    }

    [Fact]
    public void Who_carries_a_message_is_known_while_it_does()
    {
        Begin();
        var asker = AskerOf("$.Q");
        AskUntilCarriedHere(asker);
        var carrying = new List<(bool Any, bool Own)>();
        Peer.OnWrite = () => carrying.Add((LimpetLink.IsCarryingAny, Link.IsCarrying));
        Ask(asker);
        Peer.Expect(_sent);
        Assert.Equal([(true, false)], carrying);
        Assert.False(LimpetLink.IsCarryingAny);
    }

    [Fact]
    public async Task The_link_s_own_threads_are_known_as_such()
    {
        var (reading, writing) = (new TaskCompletionSource<(bool, string?, bool)>(), new TaskCompletionSource<bool>());
        Peer.OnReceive = _ => reading.TrySetResult((Link.IsCarrying, Thread.CurrentThread.Name, Thread.CurrentThread.IsBackground));
        Peer.OnWrite = () => writing.TrySetResult(Link.IsCarrying);
        Begin(beforeRun: () => Announce(Buses.Open(0)));
        Peer.Expect(1);
        Peer.Say(Bytes(BindEvent("$.Q")));
        Assert.Equal((true, "limpet test in", true), await reading.Task.WaitAsync(Patience, Timeout));
        Assert.True(await writing.Task.WaitAsync(Patience, Timeout));
        Assert.False(Link.IsCarrying);
    }

    [Fact]
    public async Task What_is_not_taken_at_once_holds_up_nobody_and_goes_once_it_is()
    {
        Begin();
        var asker = AskerOf("$.Q");
        AskUntilCarriedHere(asker);
        Peer.TakesNothing = true;
        Ask(asker);
        Ask(asker);
        Assert.True(SpinWait.SpinUntil(() => Peer.Waiting != 0, Patience));
        Assert.NotEqual(Environment.CurrentManagedThreadId, Peer.Waiting);
        Peer.TakesNothing = false;
        Assert.Equal(Enumerable.Range(1, _sent), Peer.Expect(_sent).Select(Number));
        AskUntilCarriedHere(asker);
        Link.End(new LimpetOutcome(LimpetEnd.Stopped, "Enough."));
        Assert.Equal("Enough.", (await End()).Reason);
    }

    [Fact]
    public async Task One_that_sends_while_another_carries_does_not_wait_for_it_and_keeps_its_order()
    {
        using var goOn = new ManualResetEventSlim();
        using var carries = new ManualResetEventSlim();
        Begin();
        var asker = AskerOf("$.Q");
        AskUntilCarriedHere(asker);
        Peer.OnWrite = () =>
        {
            carries.Set();
            Assert.True(goOn.Wait(Patience));
        };
        var first = Task.Run(() => Ask(asker), Timeout);
        Assert.True(carries.Wait(Patience, Timeout));
        Peer.OnWrite = null;
        var other = Buses.Open(0);
        Ask(other);
        Ask(other);
        goOn.Set();
        await first.WaitAsync(Patience, Timeout);
        Assert.Equal(Enumerable.Range(1, _sent), Peer.Expect(_sent).Select(Number));
    }

    [Fact]
    public async Task A_connection_that_breaks_under_whoever_carries_ends_the_link_and_is_not_thrown_at_them()
    {
        Begin();
        var asker = AskerOf("$.Q");
        AskUntilCarriedHere(asker);
        Peer.OnWrite = () => throw new OtherLimpetGoneAwayException("It broke.");
        Ask(asker);
        Assert.False(LimpetLink.IsCarryingAny);
        Assert.Equal(new LimpetOutcome(LimpetEnd.PeerClosed, "It broke."), await End());
        Assert.Equal(1, Ksock.Counters.Undelivered);
    }

    [Fact]
    public async Task Nothing_is_closed_under_whoever_carries()
    {
        Begin();
        var asker = AskerOf("$.Q");
        AskUntilCarriedHere(asker);
        bool? closed = null;
        Peer.OnWrite = () =>
        {
            Link.End(new LimpetOutcome(LimpetEnd.Stopped, "Enough."));
            closed = Peer.IsDisposedSoon();
        };
        Ask(asker);
        Assert.Equal("Enough.", (await End()).Reason);
        Assert.False(closed);
        Assert.True(Peer.IsDisposed);
        Assert.Equal(1, Ksock.Counters.Undelivered);
    }

    // Until the link's own thread has left what it began with.
    private void AskUntilCarriedHere(IKsock asker)
        => Assert.True(SpinWait.SpinUntil(() => WriterOf(() => Ask(asker)) == Environment.CurrentManagedThreadId, Patience));

    private void AnnounceUntilCarriedHere(IKsock sender)
        => Assert.True(SpinWait.SpinUntil(() => WriterOf(() => AnnounceApart(sender)) == Environment.CurrentManagedThreadId, Patience));

    private int WriterOf(Action send)
    {
        var before = Peer.Writes.Count;
        send();
        Peer.Expect(_sent);
        return Peer.Writes[before].Thread;
    }

    private void Ask(IKsock asker) => asker.Send(KbusMessage.Request("$.Q", $"{++_sent}"));

    private void Announce(IKsock sender) => sender.Send(Next());

    private void AnnounceApart(IKsock sender)
    {
        LetTimePass();
        Announce(sender);
    }

    private KbusMessage Next() => KbusMessage.Announcement("$.A", $"{++_sent}");

    private static void LetTimePass()
    {
        var start = Stopwatch.GetTimestamp();
        SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(start) > Apart);
    }

    private static int Number(KbusMessage message) => int.Parse(Text(message), System.Globalization.CultureInfo.InvariantCulture);
}
