namespace Limpet.Shell.Arguments;

/// <summary>What the shell was started to do.</summary>
public enum ShellMode
{
    /// <summary>Read commands from the terminal, or from standard input where that is no terminal.</summary>
    Prompt,

    /// <summary>Run the text that follows <c>-Command</c>.</summary>
    Command,

    /// <summary>Run the commands on standard input (<c>-Command -</c>).</summary>
    StandardInput,

    /// <summary>Run a script file.</summary>
    File,

    /// <summary>Print the version and end.</summary>
    Version,

    /// <summary>Print the help and end.</summary>
    Help,
}
