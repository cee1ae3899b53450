using System.Diagnostics;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>When a client tries again, how long it waits before, and when it gives up.</summary>
public sealed class RetryTests : IDisposable
{
    private readonly Junction _junction = new();

    public void Dispose() => _junction.Dispose();

    [Fact]
    public void Waits_grow_and_begin_anew_once_a_link_was_of_use()
    {
        var endpoint = _junction.NewEndpoint();
        var (_, events) = _junction.Dial(1, endpoint, change: o => o with { LongestRetry = TimeSpan.FromSeconds(1) });
        events.Expect<RetryingEvent>(e => e.Delay > TimeSpan.FromMilliseconds(16));
        using var listener = endpoint.Listen();
        _junction.MeetAndPart(listener, events, says: true);
        Assert.InRange(events.Expect<RetryingEvent>(e => e.Attempt == 1).Delay, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void It_waits_as_long_as_it_says()
    {
        var endpoint = _junction.NewEndpoint();
        var first = TimeSpan.FromMilliseconds(300);
        var began = Stopwatch.GetTimestamp();
        var (_, events) = _junction.Dial(1, endpoint, change: o => o with { FirstRetry = first, LongestRetry = first });
        var delay = events.Expect<RetryingEvent>().Delay;
        events.Expect<RetryingEvent>();
        Assert.InRange(delay, first / 2, first);

        // The system waits whole milliseconds, by a clock of whole milliseconds.
        Assert.InRange(Stopwatch.GetElapsedTime(began), delay - TimeSpan.FromMilliseconds(2), Patience);
    }

    [Fact]
    public async Task A_first_connection_that_was_made_is_no_failed_attempt()
    {
        var endpoint = _junction.NewEndpoint();
        using var listener = endpoint.Listen();
        var (client, events) = _junction.Dial(1, endpoint, change: o => o with { MaxAttempts = 2 });
        _junction.MeetAndPart(listener, events, says: false);
        _junction.MeetAndPart(listener, events, says: false);
        Assert.Equal(LimpetEnd.PeerClosed, (await client.Completion.WaitAsync(Patience)).End);
        Assert.Equal(2, Assert.Single(events.All<RetryingEvent>()).Attempt);
    }

    [Fact]
    public async Task Links_that_were_of_no_use_are_attempts_that_failed_and_those_over_which_anything_came_are_not()
    {
        var endpoint = _junction.NewEndpoint();
        using var listener = endpoint.Listen();
        var (client, events) = _junction.Dial(1, endpoint, change: o => o with { MaxAttempts = 3 });
        for (var i = 0; i < 5; i++)
        {
            _junction.MeetAndPart(listener, events, says: true);
        }

        _junction.MeetAndPart(listener, events, says: false);
        _junction.MeetAndPart(listener, events, says: true);
        for (var i = 0; i < 3; i++)
        {
            _junction.MeetAndPart(listener, events, says: false);
        }

        Assert.Equal(LimpetEnd.PeerClosed, (await client.Completion.WaitAsync(Patience)).End);
    }

    [Fact]
    public async Task A_link_that_lasted_a_second_was_of_use_though_nothing_came_over_it()
    {
        var endpoint = _junction.NewEndpoint();
        using var listener = endpoint.Listen();
        var (client, events) = _junction.Dial(1, endpoint, change: o => o with { MaxAttempts = 1 });
        _junction.MeetAndPart(listener, events, says: false, when: () => client.Peers[0].ConnectedFor > TimeSpan.FromSeconds(1));
        _junction.MeetAndPart(listener, events, says: false);
        Assert.Equal(LimpetEnd.PeerClosed, (await client.Completion.WaitAsync(Patience)).End);
    }

    [Fact]
    public void What_a_person_has_to_mend_may_be_mended_at_the_other_end_where_it_once_went_well()
    {
        var endpoint = _junction.NewEndpoint();
        using var listener = endpoint.Listen();
        var (_, events) = _junction.Dial(1, endpoint);
        _junction.MeetAndPart(listener, events, says: false);
        using (var wrong = listener.Accept(_junction.Timeout))
        {
            wrong.Send(HeloOf(1));
            events.Expect<RetryingEvent>(e => e.Reason.Contains("which is ours too", StringComparison.Ordinal));
        }

        _junction.MeetAndPart(listener, events, says: false);
    }

    [Fact]
    public async Task A_client_that_read_the_termination_message_does_not_come_back()
    {
        var endpoint = _junction.NewEndpoint();
        using var listener = endpoint.Listen();
        var (client, events) = _junction.Dial(1, endpoint, change: o => o with { TerminationMessage = MessageName.Parse("$.Die") });
        using var peer = listener.Accept(_junction.Timeout);
        peer.Send(HeloOf(9));
        events.Expect<ConnectedEvent>();
        _junction.Open(1).Send(KbusMessage.Announcement("$.Die"));
        Assert.Equal(LimpetEnd.TerminationMessage, (await client.Completion.WaitAsync(Patience)).End);
        Assert.Equal(0, events.Count<RetryingEvent>());
    }
}
