using System.Globalization;
using Limpet.Load.Measuring;

namespace Limpet.Load.Shell;

/// <summary>Send-KbusMessage with numbers from the pipeline, and Get-KbusMessage of what that sent, in Limpet.Shell.</summary>
internal static class CmdletScenario
{
    /// <summary>What sends.</summary>
    public const string Send = "Send-KbusMessage";

    /// <summary>What receives.</summary>
    public const string Get = "Get-KbusMessage";

    private const int Most = 100_000;

    public static RepeatedOutcome Run(LimpetShell shell, long? messages, int runs)
    {
        var count = messages ?? Most;
        var lines = shell.Run("cmdlets.ps1", count.ToString(CultureInfo.InvariantCulture), runs.ToString(CultureInfo.InvariantCulture));
        return new RepeatedOutcome($"Cmdlets, {count:N0} messages through the pipeline", "messages a second", [Of("send", Send), Of("get", Get)]);

        Repeated Of(string word, string name) => new(name, [.. lines.Where(line => string.Equals(line.Word, word, StringComparison.Ordinal)).Select(line => count / line.Number)]);
    }
}
