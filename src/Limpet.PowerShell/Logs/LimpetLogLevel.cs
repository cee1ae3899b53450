namespace Limpet.PowerShell.Logs;

/// <summary>How much is logged; each level has what those after it have.</summary>
public enum LimpetLogLevel
{
    /// <summary>Each message with its data, which may be anybody's secret.</summary>
    Verbose,

    /// <summary>Each message, without its data.</summary>
    Debug,

    /// <summary>What happens to Limpets.</summary>
    Information,

    /// <summary>What was refused or is not as it should be.</summary>
    Warning,

    /// <summary>What ended by an error.</summary>
    Error,
}
