using Limpet.Core.Bus.Hosting;

namespace Limpet.Core.Cuse.Files;

/// <summary>How the buses that are devices stand.</summary>
/// <param name="Buses">Those, lowest number first.</param>
/// <param name="Problems">What could not be asked, a sentence each without its end.</param>
internal sealed record BusesSeen(IReadOnlyList<BusStatus> Buses, IReadOnlyList<string> Problems);
