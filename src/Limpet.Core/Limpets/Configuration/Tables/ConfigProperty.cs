using System.Text.Json;
using System.Text.Json.Nodes;
using Limpet.Core.Limpets.Configuration.Reading;

namespace Limpet.Core.Limpets.Configuration.Tables;

/// <summary>A property of an object in a config.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it is, for the schema.</param>
internal abstract class ConfigProperty<TOwner>(string name, string description)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    /// <summary>Whether it must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it is one of those of which exactly one must be there.</summary>
    public bool IsOneOf { get; init; }

    /// <summary>The property without which it has no meaning; null where there is none.</summary>
    public string? Needs { get; init; }

    /// <summary>What is expected, for people.</summary>
    public abstract string Expected { get; }

    /// <summary>Reads it into its owner; where it is not what is expected, says so and leaves the owner.</summary>
    public abstract void Read(ref TOwner owner, ConfigNode node, ConfigFindings findings);

    /// <summary>Writes it, unless it is as it would be without.</summary>
    public abstract void Write(Utf8JsonWriter writer, TOwner owner);

    /// <summary>Its part of the schema.</summary>
    public abstract JsonObject Schema();
}
