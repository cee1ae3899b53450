using System.Text.Json;
using System.Text.Json.Serialization;
using Limpet.Load.Measuring;

namespace Limpet.Load.Report;

/// <summary>Results as JSON for programs.</summary>
internal static class JsonReport
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write(string file, IReadOnlyList<LoadResult> results) => File.WriteAllText(file, JsonSerializer.Serialize(results, Options) + "\n");
}
