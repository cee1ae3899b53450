namespace Limpet.Load.Traffic;

/// <summary>A message that came.</summary>
/// <param name="Sender">Which sender's it is, of those whose order is looked at.</param>
/// <param name="Sequence">Greater than that of every earlier message of that sender.</param>
/// <param name="Stamp">When it was sent, or should have been (<see cref="Measuring.Clock"/>); 0 where it does not say.</param>
internal readonly record struct Arrival(uint Sender, long Sequence, long Stamp);
