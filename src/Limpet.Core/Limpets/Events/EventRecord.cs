using System.Globalization;
using Limpet.Core.Messages;
using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>An event as a log keeps it: its id and kind, its template, and each value as a property.</summary>
internal static class EventRecord
{
    /// <param name="what">The event.</param>
    /// <param name="withData">Whether a message is logged with its data, which may be anybody's secret.</param>
    public static LogEvent Of(LimpetEvent what, bool withData)
    {
        var template = EventTemplate.Of(what.MessageTemplate);
        var values = what.Values;
        template.CheckCount(values);
        var properties = new List<LogEventProperty>(values.Length + 3)
        {
            new("EventId", new ScalarValue(what.EventId)),
            new("Event", new ScalarValue(what.Kind)),
        };
        if (what.Link != 0)
        {
            properties.Add(new LogEventProperty("Link", new ScalarValue(what.Link)));
        }

        for (var i = 0; i < values.Length; i++)
        {
            properties.Add(new LogEventProperty(template.Holes[i], ValueOf(values[i], withData)));
        }

        return new LogEvent(what.At, what.Level, what.Fault, template.Parsed, properties);
    }

    private static LogEventPropertyValue ValueOf(object? value, bool withData) => value switch
    {
        null => ScalarValue.Null,
        KbusMessage message => new MessageValue(message, withData),
        int or uint or long or ulong or double or bool or string => new ScalarValue(value),
        TimeSpan or DateTimeOffset => new ScalarValue(value),
        IFormattable text => new ScalarValue(text.ToString(format: null, CultureInfo.InvariantCulture)),
        _ => new ScalarValue(value.ToString()),
    };
}
