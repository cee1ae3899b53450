using System.Management.Automation.Runspaces;

namespace Limpet.Pester;

/// <summary>In what session scripts run.</summary>
public sealed record PesterOptions
{
    /// <summary>Makes what each file's session begins with.</summary>
    public Func<InitialSessionState> CreateSessionState { get; init; } = InitialSessionState.CreateDefault2;

    /// <summary>The manifests of the modules that are imported before a file is run. One that cannot be imported fails the file.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>How long one test, or one step around it, may take. After that the file is stopped and what is left of it has failed.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
