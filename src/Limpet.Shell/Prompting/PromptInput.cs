namespace Limpet.Shell.Prompting;

/// <summary>What came of asking for a line.</summary>
public abstract record PromptInput
{
    private PromptInput()
    {
    }

    /// <summary>The user gave a line.</summary>
    public sealed record Line(string Text) : PromptInput;

    /// <summary>The user took back what stood there (Ctrl+C).</summary>
    public sealed record Cancelled : PromptInput;

    /// <summary>There will be no more (Ctrl+D, or the end of standard input).</summary>
    public sealed record Ended : PromptInput;
}
