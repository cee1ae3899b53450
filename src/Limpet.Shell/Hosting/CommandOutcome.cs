namespace Limpet.Shell.Hosting;

/// <summary>How a command, or a whole script, ended.</summary>
public enum CommandOutcome
{
    /// <summary>Its last command succeeded (<c>$?</c> is true).</summary>
    Succeeded,

    /// <summary>It ran to its end, and its last command failed (<c>$?</c> is false).</summary>
    LastCommandFailed,

    /// <summary>An error ended it.</summary>
    Threw,

    /// <summary>The user stopped it.</summary>
    Stopped,
}
