namespace Limpet.Core.Tests.Bus.Search;

/// <summary>The engine and the model differ, or the engine broke a promise.</summary>
internal sealed class DisagreementException(string message) : Exception(message);
