using System.Text.Json;
using System.Text.Json.Nodes;
using Limpet.Core.Limpets.Configuration.Reading;

namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>One of the names of an enum, written in lower case.</summary>
internal sealed class ChoiceType<T> : ConfigType<T>
    where T : struct, Enum
{
    private static readonly (string Name, T Value)[] s_choices = [.. Enum.GetValues<T>().Select(value => (value.ToString().ToLowerInvariant(), value))];

    public override string Expected => string.Join(" or ", s_choices.Select(choice => $"'{choice.Name}'"));

    public override bool TryRead(ConfigNode node, ConfigFindings findings, out T value)
    {
        value = default;
        if (!Is(JsonValueKind.String, node, findings))
        {
            return false;
        }

        foreach (var choice in s_choices)
        {
            if (string.Equals(node.Text, choice.Name, StringComparison.Ordinal))
            {
                value = choice.Value;
                return true;
            }
        }

        findings.Add(LimpetConfigFault.BadValue, node, Expected);
        return false;
    }

    public override void Write(Utf8JsonWriter writer, T value) => writer.WriteStringValue(s_choices.First(choice => choice.Value.Equals(value)).Name);

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. s_choices.Select(choice => JsonValue.Create(choice.Name))]) };
}
