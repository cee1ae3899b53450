using System.Management.Automation.Language;

namespace Limpet.Shell.Prompting;

/// <summary>Reads whole commands: line after line until what was read can be parsed to its end.</summary>
public sealed class CommandReader(ILineSource lines)
{
    private const string Continuation = ">> ";

    /// <summary>Reads the next command. A command that is cut off by the end of the input is given as it is, for its parse error.</summary>
    public PromptInput Read(string prompt)
    {
        var text = "";
        while (true)
        {
            switch (lines.Read(text.Length == 0 ? prompt : Continuation))
            {
                case PromptInput.Line line:
                    text = text.Length == 0 ? line.Text : $"{text}\n{line.Text}";
                    break;
                case PromptInput.Ended when text.Length > 0:
                    return new PromptInput.Line(text);
                case var other:
                    return other;
            }

            if (!IsIncomplete(text))
            {
                lines.Remember(text);
                return new PromptInput.Line(text);
            }
        }
    }

    /// <summary>Whether more lines could make <paramref name="text"/> a command.</summary>
    internal static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return errors.Any(e => e.IncompleteInput) || text.EndsWith(" `", StringComparison.Ordinal);
    }
}
