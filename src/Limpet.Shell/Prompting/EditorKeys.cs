using RadLine;

namespace Limpet.Shell.Prompting;

/// <summary>The keys of the prompt: those that a shell on Linux has.</summary>
internal static class EditorKeys
{
    public static void Bind(KeyBindings keys, PromptWithPosition position, TabCompletion tab, Action<PromptInput> end)
    {
        On(keys, ConsoleKey.Tab, default, c => tab.Step(c.Buffer, 1));
        On(keys, ConsoleKey.Tab, ConsoleModifiers.Shift, c => tab.Step(c.Buffer, -1));
        On(keys, ConsoleKey.UpArrow, default, c => c.Submit(position.IsInFirstLine ? SubmitAction.PreviousHistory : SubmitAction.MoveUp));
        On(keys, ConsoleKey.DownArrow, default, c => c.Submit(position.IsInLastLine ? SubmitAction.NextHistory : SubmitAction.MoveDown));
        On(keys, ConsoleKey.P, ConsoleModifiers.Control, c => c.Submit(SubmitAction.PreviousHistory));
        On(keys, ConsoleKey.N, ConsoleModifiers.Control, c => c.Submit(SubmitAction.NextHistory));

        On(keys, ConsoleKey.A, ConsoleModifiers.Control, c => c.Buffer.MoveHome());
        On(keys, ConsoleKey.E, ConsoleModifiers.Control, c => c.Buffer.MoveEnd());
        On(keys, ConsoleKey.K, ConsoleModifiers.Control, c => c.Buffer.Clear(c.Buffer.Position, c.Buffer.Length - c.Buffer.Position));
        On(keys, ConsoleKey.U, ConsoleModifiers.Control, c => ClearBefore(c.Buffer, 0));
        On(keys, ConsoleKey.W, ConsoleModifiers.Control, c => ClearBefore(c.Buffer, StartOfWordBefore(c.Buffer)));
        On(keys, ConsoleKey.L, ConsoleModifiers.Control, _ => Console.Clear());

        On(keys, ConsoleKey.C, ConsoleModifiers.Control, c =>
        {
            end(new PromptInput.Cancelled());
            c.Buffer.MoveEnd();
            c.Buffer.Insert("^C");
            c.Submit(SubmitAction.Cancel);
        });
        On(keys, ConsoleKey.D, ConsoleModifiers.Control, c =>
        {
            if (c.Buffer.Length > 0 || !position.IsInFirstLine || !position.IsInLastLine)
            {
                c.Buffer.Clear(c.Buffer.Position, 1);
                return;
            }

            end(new PromptInput.Ended());
            c.Submit(SubmitAction.Cancel);
        });
    }

    private static void On(KeyBindings keys, ConsoleKey key, ConsoleModifiers modifiers, Action<LineEditorContext> execute)
    {
        if (modifiers == default)
        {
            keys.Remove(key);
            keys.Add(key, () => new EditorCommand(execute));
        }
        else
        {
            keys.Remove(key, modifiers);
            keys.Add(key, modifiers, () => new EditorCommand(execute));
        }
    }

    private static void ClearBefore(LineBuffer buffer, int start)
    {
        var count = buffer.Position - start;
        buffer.Move(start);
        buffer.Clear(start, count);
    }

    private static int StartOfWordBefore(LineBuffer buffer)
    {
        var head = buffer.Content.AsSpan(0, buffer.Position).TrimEnd();
        return head.LastIndexOf(' ') + 1;
    }
}
