using Limpet.Load.Measuring;

namespace Limpet.Load.Traffic;

/// <summary>A token that is cancelled when nothing has come for long: what has not come by then is lost.</summary>
internal sealed class Patience : IDisposable
{
    private const long Renewed = 1_000_000_000;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _source = new(Span);
    private long _renewed = Clock.Now;

    public CancellationToken Token => _source.Token;

    /// <summary>Something came; a timer is not set anew for each.</summary>
    public void Renew(long now)
    {
        if (now - _renewed > Renewed)
        {
            _renewed = now;
            _source.CancelAfter(Span);
        }
    }

    public void Dispose() => _source.Dispose();
}
