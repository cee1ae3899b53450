using Limpet.Shell.Hosting;
using RadLine;
using Spectre.Console;

namespace Limpet.Shell.Prompting;

/// <summary>Lines edited at the terminal, with history and completion. A command of several lines is edited a line at a time.</summary>
public sealed class TerminalLineSource(ShellSession session, HistoryFile history) : ILineSource
{
    /// <summary>Whether this terminal can do it.</summary>
    public static bool IsSupported => ShellTerminal.IsInteractive && ShellTerminal.OutputIsAnsi && LineEditor.IsSupported(AnsiConsole.Console);

    /// <inheritdoc/>
    public PromptInput Read(string prompt)
    {
        // The editor knows prompts of one line; what stands above is printed once.
        var lastLine = prompt.LastIndexOf('\n') + 1;
        Console.Out.Write(prompt[..lastLine]);

        PromptInput? ended = null;
        var editor = Create(ShellTerminal.Plain(prompt[lastLine..]), input => ended = input);
        var takesControlC = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        try
        {
            var text = editor.ReadLine(CancellationToken.None).GetAwaiter().GetResult();
            return ended ?? new PromptInput.Line(text ?? "");
        }
        finally
        {
            Console.TreatControlCAsInput = takesControlC;
        }
    }

    /// <inheritdoc/>
    public void Remember(string command) => history.Add(command);

    private LineEditor Create(string prompt, Action<PromptInput> end)
    {
        var position = new PromptWithPosition(prompt);
        var editor = new LineEditor(AnsiConsole.Console, new KeySource()) { MultiLine = true, Prompt = position };
        foreach (var entry in history.Entries)
        {
            editor.History.Add(entry);
        }

        EditorKeys.Bind(editor.KeyBindings, position, new TabCompletion(session.Complete), end);
        return editor;
    }
}
