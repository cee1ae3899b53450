using System.Diagnostics;

namespace Limpet.PowerShell.Measuring;

/// <summary>How much is to be measured: so many messages, or for so long.</summary>
/// <param name="Messages">How many messages; null to go by the time.</param>
/// <param name="Time">How long.</param>
internal readonly record struct Quota(long? Messages, TimeSpan Time)
{
    /// <summary>How much of it is done, from 0 to 1.</summary>
    public double Done(long messages, long began)
        => Math.Min(1, Messages is { } most ? (double)messages / most : Stopwatch.GetElapsedTime(began) / Time);

    /// <summary>Whether all of it is.</summary>
    public bool IsDone(long messages, long began) => Messages is { } most ? messages >= most : Stopwatch.GetElapsedTime(began) >= Time;
}
