namespace Limpet.Pester.Running;

/// <summary>How <c>Set-ItResult -Skipped</c> leaves its test.</summary>
internal sealed class SkippedException(string reason) : Exception(reason);
