using System.Collections.Concurrent;
using System.Text;
using Serilog.Events;
using Serilog.Parsing;

namespace Limpet.Core.Limpets.Events;

/// <summary>A message template of an event, parsed once, and filled for people and for a log alike.</summary>
internal sealed class EventTemplate
{
    private static readonly ConcurrentDictionary<string, EventTemplate> s_known = new(StringComparer.Ordinal);

    private readonly MessageTemplateToken[] _tokens;

    private EventTemplate(string text)
    {
        Parsed = new MessageTemplateParser().Parse(text);
        _tokens = [.. Parsed.Tokens];
        Holes = [.. _tokens.OfType<PropertyToken>().Select(hole => hole.PropertyName)];
    }

    /// <summary>The template as a log takes it.</summary>
    public MessageTemplate Parsed { get; }

    /// <summary>The names of its holes, in their order.</summary>
    public IReadOnlyList<string> Holes { get; }

    /// <summary>Templates are few and fixed, so each is parsed once.</summary>
    public static EventTemplate Of(string text) => s_known.GetOrAdd(text, static text => new EventTemplate(text));

    /// <summary>The sentence.</summary>
    public string Render(object?[] values)
    {
        CheckCount(values);
        var text = new StringBuilder();
        var next = 0;
        foreach (var token in _tokens)
        {
            if (token is PropertyToken)
            {
                text.Append(values[next++]);
            }
            else
            {
                text.Append(token);
            }
        }

        return text.ToString();
    }

    /// <summary>Says which event's code is wrong, rather than logging values under each other's names.</summary>
    public void CheckCount(object?[] values)
    {
        if (values.Length != Holes.Count)
        {
            throw new InvalidOperationException($"The message template '{Parsed.Text}' has {Holes.Count} holes, and {values.Length} values were given.");
        }
    }
}
