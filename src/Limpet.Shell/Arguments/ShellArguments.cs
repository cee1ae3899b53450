namespace Limpet.Shell.Arguments;

/// <summary>The command line of the shell, understood.</summary>
/// <param name="Mode">What to do.</param>
public sealed record ShellArguments(ShellMode Mode)
{
    /// <summary>The script text of <see cref="ShellMode.Command"/>: everything after <c>-Command</c>, joined by blanks.</summary>
    public string CommandText { get; init; } = "";

    /// <summary>The path of the script of <see cref="ShellMode.File"/>, as it was given.</summary>
    public string FilePath { get; init; } = "";

    /// <summary>What follows the path of the script, untouched.</summary>
    public IReadOnlyList<string> FileArguments { get; init; } = [];

    /// <summary>Stay at the prompt after the command or script.</summary>
    public bool NoExit { get; init; }

    /// <summary>Ask nothing of the user: a prompt for input is an error.</summary>
    public bool NonInteractive { get; init; }
}
