namespace Limpet.Core.Limpets.Session;

/// <summary>
/// How long to wait before each further attempt: twice as long each time, up to a most, less a share by chance so that many Limpets that lost one peer
/// at the same moment do not all come back at one moment too.
/// </summary>
internal sealed class Backoff
{
    private readonly TimeSpan _first;
    private readonly TimeSpan _longest;
    private readonly Func<double> _chance;
    private TimeSpan _next;

    /// <param name="first">Before the second attempt.</param>
    /// <param name="longest">The most.</param>
    /// <param name="chance">Gives a number from 0 to 1, without the 1.</param>
    public Backoff(TimeSpan first, TimeSpan longest, Func<double> chance)
    {
        (_first, _longest, _chance) = (first, longest, chance);
        _next = first;
    }

    /// <summary>The wait before the next attempt: half of what it may be, and a share of the other half.</summary>
    public TimeSpan Next()
    {
        var delay = _next;
        _next = _next >= _longest / 2 ? _longest : _next * 2;
        return (delay / 2) + (delay / 2 * _chance());
    }

    /// <summary>Says that the last attempt led to a link that was of use.</summary>
    public void Reset() => _next = _first;
}
