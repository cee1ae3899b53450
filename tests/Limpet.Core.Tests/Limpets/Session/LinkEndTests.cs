using Limpet.Core.Ksocks;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>How a link ends, how long it waits for bytes, and in what pieces it writes.</summary>
public sealed class LinkEndTests : LinkBench
{
    private static readonly MessageName Die = MessageName.Parse("$.Die");

    [Fact]
    public async Task The_termination_message_ends_it_where_it_was_queued_before_it_ran()
    {
        Begin(o => o with { TerminationMessage = Die }, beforeRun: () => Send("$.Last", "$.Die", "$.Late"));
        Assert.Equal(new LimpetOutcome(LimpetEnd.TerminationMessage, "The termination message was read."), await End());
        Assert.Equal(["$.Last"], Peer.Expect(1).Select(m => m.Name.Value));
    }

    [Fact]
    public async Task The_termination_message_ends_it_on_whatever_thread_it_is_read()
    {
        Begin(o => o with { TerminationMessage = Die });
        Send("$.A");
        Peer.Expect(1);
        Send("$.Die");
        Assert.Equal(LimpetEnd.TerminationMessage, (await End()).End);
    }

    [Fact]
    public async Task The_first_to_say_why_it_ends_is_believed()
    {
        Begin();
        Link.End(new LimpetOutcome(LimpetEnd.Stopped, "First."));
        Link.End(new LimpetOutcome(LimpetEnd.Stopped, "Second."));
        Link.EndWith(new Farewell(FarewellKind.Displaced, "third"));
        Assert.Equal("First.", (await End()).Reason);
    }

    [Fact]
    public async Task One_that_is_displaced_says_so_to_the_other_side_last()
    {
        Begin(beforeRun: () => Send("$.A"));
        Peer.Expect(1);
        Link.EndWith(new Farewell(FarewellKind.Displaced, "for a test"));
        Assert.Equal(new LimpetOutcome(LimpetEnd.Displaced, "The link was ended: for a test."), await End());
        var last = Peer.Expect(2)[1];
        Assert.Equal(new Farewell(FarewellKind.Displaced, "for a test"), Farewell.Read(last, 1));
    }

    [Fact]
    public async Task It_is_closed_once_its_reader_has_left()
    {
        bool? closed = null;
        using var reads = new ManualResetEventSlim();
        Peer.OnReceive = _ =>
        {
            Peer.OnReceive = null;
            reads.Set();
            Assert.True(Peer.IsShutDown.Wait(Patience));
            closed = Peer.IsDisposedSoon();
        };
        Begin();
        Assert.True(reads.Wait(Patience, Timeout));
        Link.End(new LimpetOutcome(LimpetEnd.Stopped, "Enough."));
        await End();
        Assert.False(closed);
    }

    [Fact]
    public async Task What_came_before_the_farewell_is_delivered_and_then_the_farewell_is_heard()
    {
        using var listener = Listener("$.A");
        Begin();
        Peer.Say(Bytes(Far("$.A", 1)), Bytes(new Farewell(FarewellKind.Refused, "go away").ToMessage(2)));
        var outcome = await End();
        Assert.Equal("go away", Assert.IsType<TurnedAwayException>(outcome.Error).Message.Split(": ")[^1].TrimEnd('.'));
        Assert.NotNull(listener.TryReceive());
    }

    [Fact]
    public void Bytes_are_waited_for_without_end_unless_a_message_has_begun()
    {
        using var listener = Listener("$.A");
        var deadlines = new System.Collections.Concurrent.BlockingCollection<TimeSpan>();
        Peer.OnReceive = deadline => deadlines.Add(deadline.Timeout);
        Begin(o => o with { MessageTimeout = TimeSpan.FromSeconds(20) });
        var bytes = Bytes(Far("$.A", 1));
        foreach (var (piece, expected) in (IEnumerable<(byte[], TimeSpan)>)[(bytes[..10], System.Threading.Timeout.InfiniteTimeSpan), (bytes[10..], TimeSpan.FromSeconds(20))])
        {
            Assert.Equal(expected, deadlines.Take(Timeout));
            Peer.Say(piece);
        }

        listener.Receive(Timeout);
        Assert.Equal(System.Threading.Timeout.InfiniteTimeSpan, deadlines.Take(Timeout));
    }

    [Fact]
    public void A_slow_pace_takes_messages_all_the_same()
    {
        using var listener = Listener("$.A");
        Begin(o => o with { RateLimit = 5 });
        Peer.Say(Bytes(Far("$.A", 1)), Bytes(Far("$.A", 2)));
        listener.Receive(Timeout);
        listener.Receive(Timeout);
    }

    [Fact]
    public void Much_that_was_queued_goes_in_pieces_that_are_worth_a_write()
    {
        var message = KbusMessage.Announcement("$.A", new string('x', 1000));
        Begin(beforeRun: () =>
        {
            var sender = Buses.Open(0);
            for (var i = 0; i < 250; i++)
            {
                sender.Send(message);
            }
        });
        Peer.Expect(250);
        var length = WireFormat.MessageLength(message);
        Assert.All(Peer.Writes, write => Assert.InRange(write.Length, length, (64 * 1024) + length));
        Assert.InRange(Peer.Writes.Count, 4, 5);
    }

    [Fact]
    public void Where_the_buffer_is_full_no_more_is_added_to_it()
    {
        Peer.TakesNothing = true;
        var sender = Buses.Open(0);
        Begin(
            o => o with { SendBuffer = 64 * 1024 },
            beforeRun: () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    sender.Send(KbusMessage.Announcement("$.A", new string('x', 10_000)));
                }
            });
        Assert.True(SpinWait.SpinUntil(() => Peer.Waiting != 0, Patience));
        Peer.TakesNothing = false;
        Peer.Expect(100);
        Assert.InRange(Peer.Writes.Max(write => write.Length), 60_000, 80_000);
    }
}
