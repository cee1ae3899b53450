namespace Limpet.PowerShell.Logs;

/// <summary>How an event is written.</summary>
public enum LimpetLogFormat
{
    /// <summary>Compact JSON, an object a line, every value a property.</summary>
    Json,

    /// <summary>A line of text.</summary>
    Text,
}
