namespace Limpet.Core.Tests.Limpets.Originals;

/// <summary>What ended an <see cref="OriginalLimpet"/>.</summary>
internal sealed class OriginalDiedException(string message) : Exception(message);
