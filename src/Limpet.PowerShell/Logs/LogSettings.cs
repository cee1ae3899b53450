using System.Globalization;

using Serilog.Events;

namespace Limpet.PowerShell.Logs;

/// <summary>What a log is to be.</summary>
/// <param name="Path">The file's full path; with <paramref name="RollDaily"/> the day stands before its extension.</param>
/// <param name="Level">What is logged.</param>
/// <param name="Format">How it is written.</param>
/// <param name="RollDaily">Whether each day has a file of its own.</param>
/// <param name="RollSize">After how many bytes a new file begins; null for never.</param>
/// <param name="Keep">How many files are kept when new ones begin; null for all.</param>
internal sealed record LogSettings(string Path, LimpetLogLevel Level, LimpetLogFormat Format, bool RollDaily, long? RollSize, int? Keep)
{
    /// <summary>The file that is written to on that day, as long as it is not full.</summary>
    public string FileOn(DateTime day)
        => RollDaily
            ? System.IO.Path.Combine(
                System.IO.Path.GetDirectoryName(Path) ?? "",
                System.IO.Path.GetFileNameWithoutExtension(Path) + day.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + System.IO.Path.GetExtension(Path))
            : Path;

    /// <summary>The level by Serilog's name, which is the same.</summary>
    public LogEventLevel MinimumLevel => Enum.Parse<LogEventLevel>(Level.ToString());
}
