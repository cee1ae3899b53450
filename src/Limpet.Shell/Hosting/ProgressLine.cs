using System.Diagnostics;
using System.Management.Automation;

namespace Limpet.Shell.Hosting;

/// <summary>
/// The progress of the running command, as one line below what it has printed. It is drawn on a terminal alone, ten times a second at the
/// most, and taken away before anything else is written.
/// </summary>
internal sealed class ProgressLine
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<int, ProgressRecord> _records = [];
    private long _lastDrawn;
    private bool _visible;

    /// <summary>Takes <paramref name="record"/> and draws it when it is time and the cursor stands at the beginning of a line.</summary>
    public void Report(ProgressRecord record, bool atLineStart)
    {
        if (record.RecordType == ProgressRecordType.Completed)
        {
            _records.Remove(record.ActivityId);
            Clear();
            return;
        }

        var isNew = !_records.ContainsKey(record.ActivityId);
        _records[record.ActivityId] = record;
        if (ShellTerminal.OutputIsAnsi && atLineStart && (isNew || Stopwatch.GetElapsedTime(_lastDrawn) >= Interval))
        {
            Draw(record);
        }
    }

    /// <summary>Takes the line from the screen.</summary>
    public void Clear()
    {
        if (_visible)
        {
            Console.Out.Write("\r\x1b[2K");
            _visible = false;
        }
    }

    /// <summary>Takes the line from the screen and forgets the records of a command that is over.</summary>
    public void Forget()
    {
        Clear();
        _records.Clear();
    }

    /// <summary>The line for <paramref name="record"/>, at most <paramref name="width"/> columns wide.</summary>
    internal static string Format(ProgressRecord record, int width)
    {
        var percent = record.PercentComplete is >= 0 and <= 100 ? $" {record.PercentComplete,3}%" : "";
        var left = record.SecondsRemaining >= 0 ? $" {TimeSpan.FromSeconds(record.SecondsRemaining):mm\\:ss}" : "";
        var bar = percent.Length > 0 ? $" [{new string('#', record.PercentComplete / 5),-20}]" : "";
        var tail = bar + percent + left;
        var text = $"{record.Activity}: {record.StatusDescription}";
        if (!string.IsNullOrEmpty(record.CurrentOperation))
        {
            text += $" ({record.CurrentOperation})";
        }

        var room = Math.Max(0, width - tail.Length);
        text = text.ReplaceLineEndings(" ");
        return text.Length > room ? text[..Math.Max(0, room - 1)] + (room > 0 ? "…" : "") + tail : text + tail;
    }

    private void Draw(ProgressRecord record)
    {
        var line = Format(record, ShellTerminal.Width - 1);
        if (ShellTerminal.OutputHasColor)
        {
            line = $"\x1b[33;1m{line}\x1b[0m";
        }

        Console.Out.Write($"\r\x1b[2K{line}\r");
        _visible = true;
        _lastDrawn = Stopwatch.GetTimestamp();
    }
}
