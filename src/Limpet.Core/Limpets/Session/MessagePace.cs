namespace Limpet.Core.Limpets.Session;

/// <summary>How fast a peer's messages are taken, where that has a limit: a second's worth at once, and then so many a second.</summary>
/// <param name="perSecond">How many messages a second.</param>
internal sealed class MessagePace(int perSecond)
{
    // When the messages taken so far would have come, had they come evenly.
    private TimeSpan _due;

    /// <summary>Counts a message, and says how long to wait before the next is taken; zero mostly.</summary>
    /// <param name="now">The time, of a clock that does not jump.</param>
    public TimeSpan Take(TimeSpan now)
    {
        var second = TimeSpan.FromSeconds(1);
        _due = (_due > now - second ? _due : now - second) + (second / perSecond);
        return _due > now ? _due - now : TimeSpan.Zero;
    }
}
