namespace Limpet.Shell.Prompting;

/// <summary>Where the lines of commands come from.</summary>
public interface ILineSource
{
    /// <summary>Shows <paramref name="prompt"/> and gives the next line.</summary>
    PromptInput Read(string prompt);

    /// <summary>Remembers a whole command for the user to come back to.</summary>
    void Remember(string command);
}
