using Limpet.Core.Limpets.Events;
using Limpet.Core.Tests.Limpets.Session;
using Limpet.Core.Tests.Limpets.Trees;

namespace Limpet.Core.Tests.Limpets.Faults;

/// <summary>What networks do to connections. After each, nothing of the process is held any more.</summary>
[Collection(FaultCollection.Name)]
public sealed class FaultTests
{
    private const int HeloLength = 8;

    // Small enough that no part of a message is always spared.
    private const int Step = 23;

    [Fact]
    public Task A_reset_at_every_byte_of_the_handshake_is_got_over()
        => ProcessCensus.NothingRemains(() =>
        {
            // The first connections fall one after another, and then one holds.
            FaultPlan[] plans =
            [
                .. Enumerable.Range(0, HeloLength + 1).Select(n => new FaultPlan { ResetAfterToServer = n }),
                .. Enumerable.Range(0, HeloLength + 1).Select(n => new FaultPlan { ResetAfterToClient = n }),
            ];
            using var conversation = new Conversation(FaultPlan.None, n => n < plans.Length ? plans[n] : FaultPlan.None);
            conversation.Hold();
            Assert.Equal(plans.Length + 1, conversation.Proxy.Connections);
            return Task.CompletedTask;
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_reset_in_the_middle_of_any_message_loses_no_answer_and_repeats_nothing(bool toClient)
        => ProcessCensus.NothingRemains(() =>
        {
            long length;
            using (var whole = new Conversation(FaultPlan.None))
            {
                whole.Hold();
                length = toClient ? whole.Proxy.Last.ToClient : whole.Proxy.Last.ToServer;
            }

            Assert.InRange(length, 1000, 20_000);
            for (var at = (long)HeloLength; at < length; at += Step)
            {
                using var conversation = new Conversation(toClient ? new FaultPlan { ResetAfterToClient = at } : new FaultPlan { ResetAfterToServer = at });
                conversation.Hold();
                Assert.InRange(conversation.Proxy.Connections, 1, 2);
            }

            return Task.CompletedTask;
        });

    [Theory]
    [InlineData(1, 0)]
    [InlineData(int.MaxValue, 2)]
    public Task A_connection_that_is_throttled_or_delayed_carries_all_the_same(int mostPerWrite, int milliseconds)
        => ProcessCensus.NothingRemains(async () =>
        {
            using var tree = new BusTree([1, 1], seed: 21, _ => new FaultPlan { MostPerWrite = mostPerWrite, Delay = TimeSpan.FromMilliseconds(milliseconds) });
            await tree.SendAndHearEverything(40);
        });

    [Fact]
    public Task A_connection_that_stops_for_a_while_holds_all_up_and_loses_nothing()
        => ProcessCensus.NothingRemains(async () =>
        {
            using var tree = new BusTree([1], seed: 22, static _ => FaultPlan.None);
            var line = tree.Branches[0].Proxy!.Last;
            line.Stop();
            var sending = tree.SendAndHearEverything(200);
            Assert.True(SpinWait.SpinUntil(() => tree.Sent > 10, Junction.Patience));
            Assert.False(sending.IsCompleted);
            line.Resume();
            await sending;
        });

    [Fact]
    public Task Five_hundred_reconnections_in_a_row_between_two_of_ours_answer_every_Request_and_leave_nothing_behind()
        => ProcessCensus.NothingRemains(async () =>
        {
            using var tree = new BusTree([1], seed: 23, static _ => FaultPlan.None);
            var branch = tree.Branches[0];
            for (var i = 0; i < 500; i++)
            {
                var sending = tree.SendFromAll(each: 6, whole: false);
                branch.Proxy!.CutAll(reset: i % 2 == 0);
                branch.ClientEvents.Expect<DisconnectedEvent>();
                branch.CentreEvents.Expect<DisconnectedEvent>();
                branch.AwaitConnected();
                await sending.WaitAsync(Junction.Patience);
            }

            Assert.Equal(501, branch.Proxy!.Connections);
            Assert.All(tree.HearAll().SelectMany(heard => heard.Values), numbers => Assert.Equal(numbers.Distinct().Order(), numbers));
            tree.AwaitRepliers();
            await tree.SendAndHearEverything(50);
        });
}
