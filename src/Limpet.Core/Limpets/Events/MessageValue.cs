using System.Text;
using Limpet.Core.Messages;
using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>
/// A message in a log: the line that people read where the log is text, and its fields where it is structured. Its data is there only when it was
/// asked for: as <c>Text</c> where it is text, otherwise as <c>Data</c> in hex, and <see cref="MostBytes"/> of it at the most.
/// </summary>
internal sealed class MessageValue(KbusMessage message, bool withData) : StructureValue(FieldsOf(message, withData), "KbusMessage")
{
    /// <summary>How many bytes of data are logged; a message may have hundreds of thousands.</summary>
    public const int MostBytes = 1024;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public override void Render(TextWriter output, string? format = null, IFormatProvider? formatProvider = null)
    {
        output.Write(message.ToString());
        if (withData && DataOf(message) is { } data)
        {
            output.Write(": ");
            output.Write(data.Value);
        }
    }

    private static List<LogEventProperty> FieldsOf(KbusMessage message, bool withData)
    {
        var fields = new List<LogEventProperty>
        {
            Field("Kind", message.Kind.ToString()),
            Field("Id", message.Id.ToString()),
            Field("Name", message.Name.Value),
            Field("From", message.From),
        };
        if (message.To != 0)
        {
            fields.Add(Field("To", message.To));
        }

        if (message.IsReply)
        {
            fields.Add(Field("InReplyTo", message.InReplyTo.ToString()));
        }

        if (!message.OrigFrom.IsNone)
        {
            fields.Add(Field("OriginallyFrom", message.OrigFrom.ToString()));
        }

        if (!message.FinalTo.IsNone)
        {
            fields.Add(Field("FinallyTo", message.FinalTo.ToString()));
        }

        fields.Add(Field("Length", message.Data.Length));
        if (withData && DataOf(message) is { } data)
        {
            fields.Add(data);
        }

        return fields;
    }

    private static LogEventProperty? DataOf(KbusMessage message)
    {
        if (message.Data.IsEmpty)
        {
            return null;
        }

        var shown = message.Data.Span[..Math.Min(message.Data.Length, MostBytes)];
        try
        {
            var text = s_strict.GetString(shown);
            if (!text.Any(char.IsControl))
            {
                return Field("Text", text);
            }
        }
        catch (DecoderFallbackException)
        {
            // Bytes that are no text are shown as bytes.
        }

        return Field("Data", Convert.ToHexStringLower(shown));
    }

    private static LogEventProperty Field(string name, object value) => new(name, new ScalarValue(value));
}
