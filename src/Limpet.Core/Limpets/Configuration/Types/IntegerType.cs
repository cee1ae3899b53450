using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Limpet.Core.Limpets.Configuration.Reading;

namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>A whole number.</summary>
/// <param name="least">The least.</param>
/// <param name="most">The most.</param>
/// <param name="alsoZero">Whether 0 may stand there too, which then means something of its own.</param>
/// <param name="zeroMeans">What.</param>
internal sealed class IntegerType(long least, long most, bool alsoZero = false, string zeroMeans = "") : ConfigType<long>
{
    public override string Expected
        => string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}{(alsoZero ? ", or 0" : "")}{(zeroMeans.Length > 0 ? $"{(alsoZero ? " " : ", 0 ")}for {zeroMeans}" : "")}");

    public override bool TryRead(ConfigNode node, ConfigFindings findings, out long value)
    {
        value = 0;
        if (!Is(JsonValueKind.Number, node, findings))
        {
            return false;
        }

        // 5.0 and 5e0 are whole numbers as JSON Schema has it.
        if (decimal.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) && ((number >= least && number <= most) || (alsoZero && number == 0)))
        {
            value = (long)number;
            return true;
        }

        findings.Add(LimpetConfigFault.OutOfRange, node, Expected);
        return false;
    }

    public override void Write(Utf8JsonWriter writer, long value) => writer.WriteNumberValue(value);

    public override JsonObject Schema()
    {
        var range = new JsonObject { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };
        return alsoZero ? new JsonObject { ["anyOf"] = new JsonArray(range, new JsonObject { ["const"] = 0 }) } : range;
    }
}
