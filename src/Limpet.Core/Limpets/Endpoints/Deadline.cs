using System.Diagnostics;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>A timeout that runs over several waits.</summary>
internal readonly struct Deadline(TimeSpan timeout)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>The whole timeout; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for none.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <summary>What is left of it, not below zero; infinite where it is.</summary>
    public TimeSpan Left
    {
        get
        {
            if (Timeout == System.Threading.Timeout.InfiniteTimeSpan)
            {
                return Timeout;
            }

            var left = Timeout - Stopwatch.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>What is left of it, or that time from now where it is less.</summary>
    public Deadline AtMost(TimeSpan most) => new(Left == System.Threading.Timeout.InfiniteTimeSpan || Left > most ? most : Left);

    /// <summary>What is left of it in whole milliseconds, rounded up, as poll takes it; -1 where it is infinite.</summary>
    public int LeftMilliseconds => Left == System.Threading.Timeout.InfiniteTimeSpan ? -1 : (int)Math.Min(Math.Ceiling(Left.TotalMilliseconds), int.MaxValue);
}
