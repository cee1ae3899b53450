namespace Limpet.PowerShell.Logs;

/// <summary>The log of the session, as it is set.</summary>
public sealed class LimpetLogInfo
{
    internal LimpetLogInfo(LogFile file)
    {
        var settings = file.Settings;
        Path = settings.Path;
        Level = settings.Level;
        Format = settings.Format;
        RollDaily = settings.RollDaily;
        RollSize = settings.RollSize;
        Keep = settings.Keep;
        Lost = file.Lost;
        LastFailure = file.LastFailure;
    }

    /// <summary>The file; with <see cref="RollDaily"/> the day stands before its extension.</summary>
    public string Path { get; }

    /// <summary>What is logged.</summary>
    public LimpetLogLevel Level { get; }

    /// <summary>How it is written.</summary>
    public LimpetLogFormat Format { get; }

    /// <summary>Whether each day has a file of its own.</summary>
    public bool RollDaily { get; }

    /// <summary>After how many bytes a new file begins; null for never.</summary>
    public long? RollSize { get; }

    /// <summary>How many files are kept; null for all.</summary>
    public int? Keep { get; }

    /// <summary>Events that could not be written.</summary>
    public long Lost { get; }

    /// <summary>Why the last of them could not; null where all could.</summary>
    public string? LastFailure { get; }

    /// <summary>The log in one line.</summary>
    public override string ToString() => $"{Path} ({Level}, {Format})";
}
