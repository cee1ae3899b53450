using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Limpet.Core.Limpets.Configuration.Reading;

namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>A time in seconds, with fractions.</summary>
/// <param name="mayBeInfinite">Whether the text <c>infinite</c> may stand there too.</param>
internal sealed class SecondsType(bool mayBeInfinite) : ConfigType<TimeSpan>
{
    /// <summary>What stands for a time that never ends.</summary>
    public const string Infinite = "infinite";

    private const decimal Least = 0.001m;
    private const decimal Most = 1_000_000m;

    public override string Expected => $"seconds, from 0.001 to 1000000{(mayBeInfinite ? $", or the text '{Infinite}'" : "")}";

    public override bool TryRead(ConfigNode node, ConfigFindings findings, out TimeSpan value)
    {
        value = Timeout.InfiniteTimeSpan;
        if (mayBeInfinite && node.Kind == JsonValueKind.String)
        {
            if (string.Equals(node.Text, Infinite, StringComparison.Ordinal))
            {
                return true;
            }

            findings.Add(LimpetConfigFault.BadValue, node, Expected);
            return false;
        }

        if (!Is(JsonValueKind.Number, node, findings))
        {
            return false;
        }

        if (decimal.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= Least and <= Most)
        {
            value = new TimeSpan((long)decimal.Round(seconds * TimeSpan.TicksPerSecond));
            return true;
        }

        findings.Add(LimpetConfigFault.OutOfRange, node, Expected);
        return false;
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value)
    {
        if (value == Timeout.InfiniteTimeSpan)
        {
            writer.WriteStringValue(Infinite);
        }
        else
        {
            // A decimal keeps the zeros of a division.
            writer.WriteRawValue((value.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture));
        }
    }

    public override JsonObject Schema()
    {
        var number = new JsonObject { ["type"] = "number", ["minimum"] = Least, ["maximum"] = Most };
        return mayBeInfinite ? new JsonObject { ["anyOf"] = new JsonArray(number, new JsonObject { ["const"] = Infinite }) } : number;
    }
}
