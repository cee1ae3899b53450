using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Limpet.Core.Limpets.Configuration.Types;

namespace Limpet.Core.Limpets.Configuration.Tables;

/// <summary>Makes the rows of a table of properties.</summary>
internal static class Property<TOwner>
{
    /// <summary>One that has a default, and is written only where it differs from that.</summary>
    public static ConfigPropertyOf<TOwner, T> With<T>(string name, ConfigType<T> type, T byDefault, string description, Func<TOwner, T> get, Func<TOwner, T, TOwner> set, string? needs = null)
        => new(name, type, description, owner => (!EqualityComparer<T>.Default.Equals(get(owner), byDefault), get(owner)), set) { Default = Json(type, byDefault), Needs = needs };

    /// <summary>One that is there or not.</summary>
    public static ConfigPropertyOf<TOwner, T> Maybe<T>(string name, ConfigType<T> type, string description, Func<TOwner, T?> get, Func<TOwner, T, TOwner> set, string? needs = null, bool isOneOf = false)
        where T : class
        => new(name, type, description, owner => get(owner) is { } value ? (true, value) : (false, null!), set) { Needs = needs, IsOneOf = isOneOf };

    /// <summary>One that must be there.</summary>
    public static ConfigPropertyOf<TOwner, T> Required<T>(string name, ConfigType<T> type, string description, Func<TOwner, T> get, Func<TOwner, T, TOwner> set)
        => new(name, type, description, owner => (true, get(owner)), set) { IsRequired = true };

    private static JsonNode? Json<T>(ConfigType<T> type, T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            type.Write(writer, value);
        }

        return JsonNode.Parse(buffer.WrittenSpan);
    }
}
