using Limpet.Core.Tests.Conformance;

namespace Limpet.Core.Tests.Bus.Search;

/// <summary>The engine and the naive model do the same, whatever is asked of them; and every Request is answered exactly once.</summary>
public sealed class BusSearchTests(ITestOutputHelper output)
{
    [Fact]
    public void Engine_and_model_agree_after_every_operation()
    {
        var reached = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var sequences = BusSearch.Check(BusOperation.Usual, sequences: 150, length: 2000, (operations, seed) =>
        {
            // Every fourth device is about to run out of serials.
            var lastSerial = seed % 4 == 0 ? uint.MaxValue - 50 : 0;
            var run = new BusRun(new SearchedEngine(lastSerial), uniqueIds: false, lastSerial);
            DoAll(run, operations);
            run.DrainAll();
            foreach (var (what, times) in run.Reached)
            {
                reached[what] = reached.GetValueOrDefault(what) + times;
            }
        });

        output.WriteLine($"{sequences} sequences of 2000 operations");
        foreach (var (what, times) in reached)
        {
            output.WriteLine($"{what}: {times}");
        }

        // A search that never came to these would prove little.
        string[] mustReach =
        [
            "Bind EADDRINUSE", "Bind EAGAIN", "Bind EBADF", "Bind EBADMSG", "Bind ENAMETOOLONG", "Bind None",
            "Unbind EAGAIN", "Unbind EINVAL", "Unbind None", "FindReplier ENAMETOOLONG", "FindReplier None",
            "Send EADDRNOTAVAIL", "Send EAGAIN", "Send EALREADY", "Send EBADF", "Send EBADMSG", "Send EBUSY", "Send EINVAL", "Send EMSGSIZE", "Send ENOLCK", "Send EPIPE", "Send None",
            "Reply EADDRNOTAVAIL", "Reply EAGAIN", "Reply EBUSY", "Reply ECONNREFUSED", "Reply None",
            "SendAgain EAGAIN", "SendAgain ENOMSG", "SendAgain None", "SendAgain ENOLCK", "Report EBUSY", "Report EINVAL", "Report None", "MaxMessageSize EINVAL",
            "$.KBUS.Replier.GoneAway", "$.KBUS.Replier.Ignored", "$.KBUS.Replier.Unbound", "$.KBUS.Replier.Disappeared", "$.KBUS.ErrorSending", "$.KBUS.ReplierBindEvent",
        ];
        Assert.Empty(mustReach.Except(reached.Keys, StringComparer.Ordinal));
    }

    [Fact]
    public void Ten_thousand_short_sequences_agree()
    {
        // Many beginnings: what takes a long history is for the sequences above.
        var operations = 0L;
        var sequences = BusSearch.Check(BusOperation.Usual, sequences: 10_000, length: 200, (steps, _) =>
        {
            var run = new BusRun(new SearchedEngine(), uniqueIds: false);
            DoAll(run, steps);
            run.DrainAll();
            operations += steps.Count;
        });
        output.WriteLine($"{sequences} sequences, {operations} operations");
        Assert.True(sequences >= 10_000 && operations > 1_000_000);
    }

    [Fact]
    public void Engine_and_model_agree_when_the_list_of_set_aside_events_runs_over()
    {
        var most = 0;
        var lost = 0;
        BusSearch.Check(BusOperation.Crowded, sequences: 12, length: 250, (operations, _) =>
        {
            var run = new BusRun(new SearchedEngine(), uniqueIds: false);
            DoAll(run, operations);
            run.DrainAll();
            most = Math.Max(most, run.MostSetAside);
            lost += run.Reached.GetValueOrDefault("$.KBUS.UnbindEventsLost");
        });
        output.WriteLine($"{most} events set aside at the most, {lost} times told that some are lost");
        Assert.True(most > 1000 && lost > 0, $"only {most} events were ever set aside");
    }

    [Fact]
    public void Every_Request_is_answered_exactly_once()
    {
        var requests = 0;
        BusSearch.Check(BusOperation.Asking, sequences: 100, length: 1000, (operations, _) =>
        {
            var run = new BusRun(new SearchedEngine(), uniqueIds: true);
            var asker = run.OpenKsocks[0];
            DoAll(run, operations);
            run.FinishWith(asker);
            requests += run.Answers.RequestsOf(asker.Model);
        });
        output.WriteLine($"{requests} Requests");
        Assert.True(requests > 1000, $"only {requests} Requests were sent by those that stayed to the end");
    }

    [Fact]
    public void A_Ksock_of_this_process_does_as_the_model() => CheckWorld<EmbeddedWorld>(sequences: 20, length: 1000);

    [Fact]
    public void A_Ksock_on_another_process_s_bus_does_as_the_model() => CheckWorld<SharedWorld>(sequences: 20, length: 500);

    private static void CheckWorld<TWorld>(int sequences, int length)
        where TWorld : IKsockWorld, new()
        => BusSearch.Check(BusOperation.Usual, sequences, length, (operations, _) =>
        {
            using var world = new TWorld();
            var run = new BusRun(new SearchedWorld(world), uniqueIds: false);
            DoAll(run, operations);
            run.DrainAll();
        });

    private static void DoAll(BusRun run, IReadOnlyList<BusOperation> operations)
    {
        for (var i = 0; i < operations.Count; i++)
        {
            run.Do(operations[i]);
        }
    }
}
