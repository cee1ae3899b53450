namespace Limpet.Soak.Faults;

/// <summary>Something that goes wrong, and passes.</summary>
/// <param name="Name">What, in what is printed.</param>
/// <param name="Happen">Makes it happen, and returns when it has passed.</param>
internal sealed record Fault(string Name, Action Happen);
