namespace Limpet.Shell.Arguments;

/// <summary>A command line that cannot be understood. The message says what was found and what is expected.</summary>
public sealed class BadArgumentsException(string message) : Exception(message)
{
    /// <summary>What the process ends with: EX_USAGE, as pwsh has it.</summary>
    public const int ExitCode = 64;
}
