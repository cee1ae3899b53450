using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Limpet.PowerShell.Repliers;

/// <summary>What a replier runs for each Request, and in what session: all that its workers need to know of the one that it was registered in.</summary>
internal sealed record ReplierScript
{
    /// <summary>The script's text.</summary>
    public required string Text { get; init; }

    /// <summary>The values of what it takes with <c>$using:</c>, as the engine wants them; null where it takes none.</summary>
    public required IDictionary? Using { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<object?> Arguments { get; init; } = [];

    /// <summary>Run once in each worker's session before its first Request; null for nothing.</summary>
    public ReplierScript? Initialization { get; init; }

    /// <summary>What each worker's session begins with: what the caller's began with, and the module.</summary>
    public required InitialSessionState SessionState { get; init; }

    /// <summary>Where the caller stood.</summary>
    public required string Location { get; init; }

    /// <summary>What the caller wants done with warnings, errors and so on, by preference variable.</summary>
    public required IReadOnlyDictionary<string, ActionPreference> Preferences { get; init; }
}
