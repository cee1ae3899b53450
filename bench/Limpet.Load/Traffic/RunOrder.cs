namespace Limpet.Load.Traffic;

/// <summary>What an <see cref="IActiveJob"/> is to do.</summary>
/// <param name="Messages">How many to send; null for as many as there is time for.</param>
/// <param name="Seconds">How long at the most, where no number is given.</param>
/// <param name="Rate">How many a second, 0 for as fast as possible.</param>
internal sealed record RunOrder(long? Messages, double Seconds, double Rate);
