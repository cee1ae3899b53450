using System.Text.Json;
using System.Text.Json.Nodes;
using Limpet.Core.Limpets.Configuration.Reading;

namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>What a value in a config may be: how it is read and written, and what the schema says of it, in one place.</summary>
internal abstract class ConfigType<T>
{
    /// <summary>What is expected, for people.</summary>
    public abstract string Expected { get; }

    /// <summary>Reads a value; where it is none, says so and gives false.</summary>
    public abstract bool TryRead(ConfigNode node, ConfigFindings findings, out T value);

    /// <summary>Writes one that <see cref="TryRead"/> would give.</summary>
    public abstract void Write(Utf8JsonWriter writer, T value);

    /// <summary>What JSON Schema can say of it; it never refuses what <see cref="TryRead"/> takes.</summary>
    public abstract JsonObject Schema();

    /// <summary>Whether a value is of that kind; says so where it is not.</summary>
    protected bool Is(JsonValueKind kind, ConfigNode node, ConfigFindings findings)
    {
        if (node.Kind != kind)
        {
            findings.Add(LimpetConfigFault.WrongType, node, Expected);
        }

        return node.Kind == kind;
    }
}
