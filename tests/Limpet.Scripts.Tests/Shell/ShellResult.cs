namespace Limpet.Scripts.Tests.Shell;

/// <summary>What a shell printed and ended with.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Errors);
