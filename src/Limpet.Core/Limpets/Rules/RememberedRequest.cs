namespace Limpet.Core.Limpets.Rules;

/// <summary>Who on our bus asked, and whom.</summary>
/// <param name="From">The Ksock that asked.</param>
/// <param name="To">The Ksock that it asked for, 0 for anyone.</param>
public readonly record struct RememberedRequest(uint From, uint To);
