using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Limpet.Core.Limpets.Configuration.Reading;
using Limpet.Core.Limpets.Configuration.Tables;

namespace Limpet.Core.Limpets.Configuration;

/// <summary>
/// Config files: JSON in UTF-8, in which comments and trailing commas are allowed. <see cref="Schema"/> says what may stand in them; all that is wrong with one
/// is told at once, each with its place. Relative paths in it go from its folder.
/// </summary>
public static class ConfigFile
{
    // Thousands of Limpets; more is no config, and is not read into memory.
    private const long LengthMost = 4 * 1024 * 1024;

    private static readonly JsonWriterOptions s_writing = new() { Indented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a file.</summary>
    /// <exception cref="LimpetConfigException">It cannot be read, or something in it is wrong; it says everything that is.</exception>
    public static LimpetConfig Load(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            if (Directory.Exists(full))
            {
                throw Unreadable(full, LimpetConfigFault.Unreadable, "a directory", $"'{full}' is a directory; expected a config file.", inner: null);
            }

            var length = new FileInfo(full).Length;
            return length <= LengthMost
                ? Parse(File.ReadAllBytes(full), Path.GetDirectoryName(full)!, full)
                : throw Unreadable(full, LimpetConfigFault.Unreadable, $"{length} bytes", $"The file has {length} bytes; expected {LengthMost} at the most.", inner: null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unreadable(full, LimpetConfigFault.NotFound, "nothing", "There is no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(full, LimpetConfigFault.Unreadable, e.Message, $"The file cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads JSON that stands in no file.</summary>
    /// <param name="json">All of it.</param>
    /// <param name="folder">The folder from which relative paths go.</param>
    /// <exception cref="LimpetConfigException">Something in it is wrong; it says everything that is.</exception>
    public static LimpetConfig Parse(string json, string folder) => Parse(Encoding.UTF8.GetBytes(json), folder, "");

    /// <summary>Reads JSON.</summary>
    /// <param name="json">All of it, as UTF-8.</param>
    /// <param name="folder">The folder from which relative paths go.</param>
    /// <param name="file">The file that it stands in, for people; empty for none.</param>
    /// <exception cref="LimpetConfigException">Something in it is wrong; it says everything that is.</exception>
    public static LimpetConfig Parse(byte[] json, string folder, string file)
    {
        var places = new ConfigPlaces(file, json);
        var findings = new ConfigFindings(places, Path.GetFullPath(folder));
        var config = new LimpetConfig();
        if (ConfigParser.Parse(json, findings) is { } root)
        {
            places.Keep(root);
            RootTable.Type.TryRead(root, findings, out config);
        }

        return findings.HasErrors ? throw new LimpetConfigException(file, findings.Errors) : config with { Places = places };
    }

    /// <summary>The JSON of a config, which reads as the same again: in a stable order, only what differs from the defaults, every path from the root.</summary>
    public static string Format(LimpetConfig config)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_writing))
        {
            RootTable.Type.Write(writer, config);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    /// <summary>Writes a file that only this user may read (mode 0600), whole or not at all.</summary>
    /// <param name="config">What it is to say.</param>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">Whether it may be there already.</param>
    /// <exception cref="IOException">It is there already, or cannot be written; also <see cref="UnauthorizedAccessException"/>.</exception>
    public static void Save(LimpetConfig config, string path, bool overwrite = false) => WholeFile.Write(Path.GetFullPath(path), Format(config), overwrite);

    /// <summary>The JSON schema (draft 2020-12) of config files, which ships as <c>limpet.schema.json</c>.</summary>
    public static string Schema()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Limpets, as Start-Limpet -Config starts them",
        };
        foreach (var (key, value) in RootTable.Type.Schema())
        {
            schema[key] = value?.DeepClone();
        }

        return schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
    }

    private static LimpetConfigException Unreadable(string file, LimpetConfigFault fault, string found, string sentence, Exception? inner)
        => new(file, [new LimpetConfigError(fault, "$", 0, 0, found, "a config file", sentence)], inner);
}
