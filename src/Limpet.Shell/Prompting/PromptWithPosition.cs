using RadLine;
using Spectre.Console;

namespace Limpet.Shell.Prompting;

/// <summary>The prompt of the line editor. It sees where the cursor is each time it is drawn, which the editor tells nobody else.</summary>
internal sealed class PromptWithPosition(string prompt) : ILineEditorPrompt
{
    private readonly string _rest = ">> ".PadLeft(prompt.Length);
    private ILineEditorState? _state;

    /// <summary>Whether the cursor is in the first line of what is edited.</summary>
    public bool IsInFirstLine => _state?.IsFirstLine ?? true;

    /// <summary>Whether the cursor is in the last line of what is edited.</summary>
    public bool IsInLastLine => _state?.IsLastLine ?? true;

    public (Markup Markup, int Margin) GetPrompt(ILineEditorState state, int line)
    {
        _state = state;
        return (new Markup(Markup.Escape(line == 0 ? prompt : _rest)), 0);
    }
}
