using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Limpet.Core.Limpets.Configuration.Reading;

/// <summary>JSON to values with places. Comments and trailing commas are allowed.</summary>
internal static class ConfigParser
{
    // No config goes deeper than 5; the reader below calls itself.
    private const int DepthMost = 32;

    // Thousands of Limpets. What is read takes far more memory than the bytes of the file, a byte or two a value.
    private const int ValuesMost = 10_000;

    // Paths and endpoints have some hundred bytes.
    private const int TextMost = 64 * 1024;

    private static readonly JsonReaderOptions s_options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = DepthMost };

    /// <summary>The value, or null and what is wrong.</summary>
    public static ConfigNode? Parse(ReadOnlySpan<byte> bytes, ConfigFindings findings)
    {
        if (!Utf8.IsValid(bytes))
        {
            var at = FirstInvalid(bytes);
            findings.Add(LimpetConfigFault.NotUtf8, "$", at, $"the byte 0x{bytes[at]:X2}", "JSON in UTF-8", $"The file is not UTF-8: the byte 0x{bytes[at]:X2} stands where no character can begin or go on.");
            return null;
        }

        var mark = Encoding.UTF8.Preamble;
        var start = bytes.StartsWith(mark) ? mark.Length : 0;
        var reader = new Utf8JsonReader(bytes[start..], s_options);
        try
        {
            if (!reader.Read())
            {
                throw new JsonException("it is empty");
            }

            var values = 0;
            var root = Read(ref reader, null, null, 0, start, ref values);
            reader.Read();
            return root;
        }
        catch (TooMuchException e)
        {
            findings.Add(LimpetConfigFault.OutOfRange, "$", start + (int)reader.TokenStartIndex, e.Message, e.Expected, $"The file has {e.Message} from here on; expected {e.Expected}.");
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Invalid is a text whose escapes make no character. The reader counts lines and bytes from 0.
            var json = e as JsonException;
            var at = start + (int)(json is { LineNumber: { } line, BytePositionInLine: { } column }
                ? findings.Places.OffsetOf((int)line, (int)column) - start
                : reader.TokenStartIndex);
            var what = json is null ? "a text has an escape that stands for no character" : Reason(json);
            findings.Add(LimpetConfigFault.Syntax, "$", Math.Min(at, bytes.Length), what, "JSON", $"The file is no JSON from here on: {what}.");
            return null;
        }
    }

    private static ConfigNode Read(ref Utf8JsonReader reader, ConfigNode? around, string? name, int index, int start, ref int values)
    {
        if (++values > ValuesMost)
        {
            throw new TooMuchException($"more than {ValuesMost} values", $"at most {ValuesMost}");
        }

        var at = start + (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var it = Node(JsonValueKind.Object);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var property = Text(ref reader);
                    var nameAt = start + (int)reader.TokenStartIndex;
                    reader.Read();
                    it.Properties.Add((property, nameAt, Read(ref reader, it, property, 0, start, ref values)));
                }

                return it;
            case JsonTokenType.StartArray:
                var list = Node(JsonValueKind.Array);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Items.Add(Read(ref reader, list, null, list.Items.Count, start, ref values));
                }

                return list;
            case JsonTokenType.String:
                return Node(JsonValueKind.String, Text(ref reader));
            case JsonTokenType.Number:
                return Node(JsonValueKind.Number, Encoding.ASCII.GetString(Short(reader.ValueSpan)));
            case JsonTokenType.True:
                return Node(JsonValueKind.True);
            case JsonTokenType.False:
                return Node(JsonValueKind.False);
            default:
                return Node(JsonValueKind.Null);
        }

        ConfigNode Node(JsonValueKind kind, string text = "") => new(kind, around, name, index, at) { Text = text };
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        Short(reader.ValueSpan);
        return reader.GetString()!;
    }

    private static ReadOnlySpan<byte> Short(ReadOnlySpan<byte> value)
        => value.Length <= TextMost ? value : throw new TooMuchException($"a text or number of {value.Length} bytes", $"at most {TextMost}");

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    // The reader says more, of lines and bytes counted from 0 and of how its caller ought to set it up.
    private static string Reason(JsonException e)
    {
        var text = e.Message;
        foreach (var end in (ReadOnlySpan<string>)[" LineNumber:", " Path:", " Change the reader options", ", when isFinalBlock"])
        {
            if (text.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at)
            {
                text = text[..at];
            }
        }

        text = text.TrimEnd('.', ' ');
        return Quoting.Shorten(text.Length == 0 ? "it ends too early" : text);
    }
}
