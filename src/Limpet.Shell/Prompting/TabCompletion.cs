using System.Management.Automation;
using RadLine;

namespace Limpet.Shell.Prompting;

/// <summary>Tab: puts in what the engine suggests, one suggestion after the other while nothing else is typed.</summary>
internal sealed class TabCompletion(Func<string, int, CommandCompletion> complete)
{
    private CommandCompletion? _completion;
    private int _chosen;
    private string _before = "";
    private string _after = "";
    private (string Text, int Cursor) _shown;

    /// <summary>Puts in the next suggestion (<paramref name="step"/> 1) or the one before (-1).</summary>
    public void Step(LineBuffer buffer, int step)
    {
        if (_completion is null || _shown != (buffer.Content, buffer.Position))
        {
            var found = complete(buffer.Content, buffer.Position);
            if (found.CompletionMatches.Count == 0)
            {
                return;
            }

            _completion = found;
            _chosen = step > 0 ? -1 : 0;
            _before = buffer.Content[..found.ReplacementIndex];
            _after = buffer.Content[(found.ReplacementIndex + found.ReplacementLength)..];
        }

        var matches = _completion.CompletionMatches;
        _chosen = (_chosen + step + matches.Count) % matches.Count;
        var text = matches[_chosen].CompletionText;
        Replace(buffer, _before + text + _after, _before.Length + text.Length);
        _shown = (buffer.Content, buffer.Position);
    }

    private static void Replace(LineBuffer buffer, string content, int cursor)
    {
        buffer.Move(0);
        buffer.Clear(0, buffer.Length);
        buffer.Insert(content);
        buffer.Move(cursor);
    }
}
