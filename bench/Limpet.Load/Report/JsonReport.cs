using System.Text.Json;
using System.Text.Json.Serialization;
using Limpet.Load.Measuring;
using Limpet.Load.Targets;

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

    /// <summary>What scenarios gave.</summary>
    public static void Write(string file, IEnumerable<IOutcome> outcomes) => WriteAny(file, outcomes.Cast<object>());

    /// <summary>A run of the set.</summary>
    public static void Write(string file, RunResult run) => WriteAny(file, run);

    private static void WriteAny<T>(string file, T value) => File.WriteAllText(file, JsonSerializer.Serialize(value, Options) + "\n");
}
