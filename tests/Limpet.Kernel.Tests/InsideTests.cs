using System.Diagnostics;
using System.Text.Json;

namespace Limpet.Kernel.Tests;

/// <summary>The tests of tests/Limpet.Kernel.Inside: which there are, and how they ended.</summary>
public static class InsideTests
{
    /// <summary>Where they were built: beside this project, in the same configuration.</summary>
    public static string Folder { get; } = AppContext.BaseDirectory.TrimEnd('/').Replace("/Limpet.Kernel.Tests/", "/Limpet.Kernel.Inside/", StringComparison.Ordinal);

    /// <summary>The name of each.</summary>
    public static IReadOnlyList<string> List()
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(Folder, "Limpet.Kernel.Inside.dll"), "-list", "tests/json", "-preEnumerateTheories", "-noColor" })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        using var names = JsonDocument.Parse(printed);
        return [.. names.RootElement.EnumerateArray().Select(name => name.GetString()!)];
    }

    /// <summary>How each ended, from the lines that the runner prints as they do.</summary>
    /// <param name="lines">A JSON object a line. What is none is left out: it is not the runner's.</param>
    /// <returns>Its name, and what went wrong or null.</returns>
    public static IReadOnlyDictionary<string, string?> ReadResults(string lines)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var results = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var line in lines.Split('\n'))
        {
            var begin = line.IndexOf("{\"$type\":", StringComparison.Ordinal);
            if (begin < 0)
            {
                continue;
            }

            JsonDocument document;
            try
            {
                document = JsonDocument.Parse(line[begin..]);
            }
            catch (JsonException)
            {
                // The last line of a run that was ended in the middle of it; the test it told of counts as not ended.
                continue;
            }

            using (document)
            {
                Read(document.RootElement, names, results);
            }
        }

        return results;
    }

    private static void Read(JsonElement message, Dictionary<string, string> names, Dictionary<string, string?> results)
    {
        var type = message.GetProperty("$type").GetString();
        if (type is not ("test-starting" or "test-passed" or "test-failed" or "test-skipped" or "test-not-run"))
        {
            return;
        }

        var id = message.GetProperty("TestUniqueID").GetString()!;
        if (type == "test-starting")
        {
            names[id] = message.GetProperty("TestDisplayName").GetString()!;
            return;
        }

        results[names[id]] = type switch
        {
            "test-passed" => null,
            "test-failed" => $"{Texts(message, "Messages")}\n{Texts(message, "StackTraces")}\n{(message.TryGetProperty("Output", out var output) ? output.GetString() : "")}",
            _ => $"It was not run inside ({type}).",
        };
    }

    private static string Texts(JsonElement message, string property)
        => message.TryGetProperty(property, out var texts) ? string.Join('\n', texts.EnumerateArray().Select(text => text.GetString())) : "";
}
