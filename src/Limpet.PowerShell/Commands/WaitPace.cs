using System.Diagnostics;

namespace Limpet.PowerShell.Commands;

/// <summary>Has somebody told about once a second how it stands, in waits of any length: many short ones cost no more than a look at the clock each.</summary>
/// <param name="tick">Told on the thread that waits; null where nobody wants to know.</param>
/// <param name="cancellationToken">Ends each wait.</param>
internal sealed class WaitPace(Action? tick, CancellationToken cancellationToken) : IDisposable
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private CancellationTokenSource? _untilTick;
    private long _ticked = Stopwatch.GetTimestamp();

    /// <summary>Waits, in pieces that end when it is time to tell.</summary>
    /// <param name="wait">One piece; it ends when it is cancelled.</param>
    /// <exception cref="OperationCanceledException">The waiting was cancelled from outside.</exception>
    public T Wait<T>(Func<CancellationToken, T> wait)
    {
        if (tick is null)
        {
            return wait(cancellationToken);
        }

        while (true)
        {
            if (Stopwatch.GetElapsedTime(_ticked) >= s_second)
            {
                tick();
                _ticked = Stopwatch.GetTimestamp();
            }

            if (_untilTick is not { IsCancellationRequested: false })
            {
                _untilTick?.Dispose();
                _untilTick = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                _untilTick.CancelAfter(s_second);
            }

            try
            {
                return wait(_untilTick.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                _ticked = 0;
            }
        }
    }

    /// <summary>Takes the timer away.</summary>
    public void Dispose() => _untilTick?.Dispose();
}
