using System.Text.Json;
using System.Text.Json.Nodes;
using Limpet.Core.Limpets.Configuration.Reading;
using Limpet.Core.Limpets.Configuration.Tables;

namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>
/// An object with known properties. What is wrong in it leaves the rest of it to be read and looked at, so reading gives one in any case.
/// </summary>
/// <param name="what">What it is, for people, such as <c>an object that describes a Limpet</c>.</param>
/// <param name="empty">One with the defaults.</param>
/// <param name="properties">Its properties, in the order in which they are written.</param>
/// <param name="check">Looks at what it is as a whole, once each property that is there was read.</param>
internal sealed class ObjectType<T>(string what, T empty, ConfigProperty<T>[] properties, Action<T, ConfigNode, ConfigFindings>? check = null) : ConfigType<T>
{
    public override string Expected => what;

    public override bool TryRead(ConfigNode node, ConfigFindings findings, out T value)
    {
        value = empty;
        if (!Is(JsonValueKind.Object, node, findings))
        {
            return true;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, offset, one) in node.Properties)
        {
            if (findings.IsFull)
            {
                break;
            }

            if (Array.Find(properties, p => string.Equals(p.Name, name, StringComparison.Ordinal)) is not { } property)
            {
                var near = Spelling.Nearest(name, properties.Select(p => p.Name));
                var expected = near is null ? $"one of {string.Join(", ", properties.Select(p => p.Name))}" : $"'{near}'";
                findings.Add(LimpetConfigFault.UnknownProperty, one.Path, offset, Quoting.Quote(name), expected, $"{one.Path} is no property that there is; {(near is null ? $"expected {expected}" : $"is {expected} meant?")}");
            }
            else if (!seen.Add(name))
            {
                findings.Add(LimpetConfigFault.DuplicateProperty, one.Path, offset, $"'{name}' for the second time", "each property once", $"{one.Path} stands there twice; expected each property once.");
            }
            else
            {
                property.Read(ref value, one, findings);
            }
        }

        foreach (var property in properties)
        {
            if (property.IsRequired && !seen.Contains(property.Name))
            {
                findings.Add(LimpetConfigFault.Missing, $"{node.Path}.{property.Name}", node.Offset, "nothing", property.Expected, $"{node.Path} has no '{property.Name}'; expected {property.Expected}.");
            }
        }

        check?.Invoke(value, node, findings);
        return true;
    }

    public override void Write(Utf8JsonWriter writer, T value)
    {
        writer.WriteStartObject();
        foreach (var property in properties)
        {
            property.Write(writer, value);
        }

        writer.WriteEndObject();
    }

    public override JsonObject Schema()
    {
        var all = new JsonObject();
        var needs = new JsonObject();
        foreach (var property in properties)
        {
            all[property.Name] = property.Schema();
            if (property.Needs is { } other)
            {
                needs[property.Name] = new JsonArray(other);
            }
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = all, ["additionalProperties"] = false };
        if (properties.Any(p => p.IsRequired))
        {
            schema["required"] = new JsonArray([.. properties.Where(p => p.IsRequired).Select(p => JsonValue.Create(p.Name))]);
        }

        var either = properties.Where(p => p.IsOneOf).ToList();
        if (either.Count > 0)
        {
            schema["oneOf"] = new JsonArray([.. either.Select(p => new JsonObject { ["required"] = new JsonArray(p.Name) })]);
        }

        if (needs.Count > 0)
        {
            schema["dependentRequired"] = needs;
        }

        return schema;
    }
}
