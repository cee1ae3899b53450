using System.Text.Json;
using System.Text.Json.Nodes;
using Limpet.Core.Limpets.Configuration.Reading;

namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>A text that stands for something else, such as a message name.</summary>
internal abstract class TextType<T> : ConfigType<T>
{
    /// <summary>The pattern that every such text matches, in the part of regular expressions that all languages share; null where there is none.</summary>
    protected virtual string? Pattern => null;

    /// <summary>The most characters that such a text has; null where there is no such number.</summary>
    protected virtual int? LengthMost => null;

    public sealed override bool TryRead(ConfigNode node, ConfigFindings findings, out T value)
    {
        value = default!;
        if (!Is(JsonValueKind.String, node, findings))
        {
            return false;
        }

        if (Read(node.Text, findings.Folder, out value) is not { } fault)
        {
            return true;
        }

        if (fault.Length == 0)
        {
            findings.Add(LimpetConfigFault.BadValue, node, Expected);
        }
        else
        {
            // It may quote more of the text than its own part of it.
            findings.Add(LimpetConfigFault.BadValue, node, Expected, Quoting.Plain(fault));
        }

        return false;
    }

    public sealed override void Write(Utf8JsonWriter writer, T value) => writer.WriteStringValue(Text(value));

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "string", ["minLength"] = 1 };
        if (LengthMost is { } most)
        {
            schema["maxLength"] = most;
        }

        if (Pattern is { } pattern)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }

    /// <summary>Gives the value and null; or what is wrong with the text in a sentence, or empty for no more than that it is not what is expected.</summary>
    /// <param name="text">The text.</param>
    /// <param name="folder">The folder from which relative paths go.</param>
    /// <param name="value">The value.</param>
    protected abstract string? Read(string text, string folder, out T value);

    /// <summary>The text for a value.</summary>
    protected abstract string Text(T value);
}
