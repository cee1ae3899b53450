namespace Limpet.Shell.Commands;

/// <summary>The exception behind an error that <c>Write-Error</c> was given as text.</summary>
public sealed class WriteErrorException(string message) : Exception(message);
