using Limpet.Core.Limpets.Configuration;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>Config files.</summary>
internal sealed class ConfigTarget() : FuzzTarget("config", 4 * 1024 * 1024)
{
    private const string Folder = "/etc/limpet";

    public override void Run(ReadOnlySpan<byte> input)
    {
        LimpetConfig config;
        try
        {
            config = ConfigFile.Parse(input[..Math.Min(input.Length, InputLimit)].ToArray(), Folder, "/etc/limpet/main.json");
        }
        catch (LimpetConfigException e)
        {
            FuzzFailureException.Unless(e.Errors.Count > 0 && e.Errors.All(error => error.Line > 0 && error.Column > 0), $"An error has no place: {e.Message}");
            FuzzFailureException.Unless(!e.Message.Any(c => char.IsControl(c) && c is not '\n'), $"What a terminal obeys is shown as it is: {Uri.EscapeDataString(e.Message)}");
            return;
        }

        var text = ConfigFile.Format(config);
        var again = ConfigFile.Format(ConfigFile.Parse(text, Folder));
        FuzzFailureException.Unless(string.Equals(again, text, StringComparison.Ordinal), $"What was read is written as {text}, and that as {again}.");
    }
}
