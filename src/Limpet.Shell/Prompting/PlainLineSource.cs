namespace Limpet.Shell.Prompting;

/// <summary>Lines of standard input, for pipes, files and terminals that cannot move their cursor.</summary>
/// <param name="showPrompt">Whether someone is there to see a prompt.</param>
public sealed class PlainLineSource(bool showPrompt) : ILineSource
{
    /// <inheritdoc/>
    public PromptInput Read(string prompt)
    {
        if (showPrompt)
        {
            Console.Out.Write(Hosting.ShellTerminal.Plain(prompt));
        }

        return Console.In.ReadLine() is { } line ? new PromptInput.Line(line) : new PromptInput.Ended();
    }

    /// <inheritdoc/>
    public void Remember(string command)
    {
    }
}
