using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Limpet.PowerShell.Repliers;

/// <summary>What the session of a worker begins with: whatever the caller's began with, so that one that is restricted stays so, and the module.</summary>
internal static class WorkerSession
{
    /// <summary>Makes it.</summary>
    /// <param name="caller">The session of whoever registers the replier.</param>
    /// <param name="language">The language that whoever registers it may use.</param>
    public static InitialSessionState Make(Runspace caller, PSLanguageMode language)
    {
        var state = caller.InitialSessionState?.Clone() ?? InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        state.LanguageMode = language;
        state.ImportPSModule([ManifestPath()]);
        return state;
    }

    // Beside the folder of the assemblies, however the module came to be imported.
    private static string ManifestPath()
        => Path.Join(Path.GetDirectoryName(Path.GetDirectoryName(typeof(WorkerSession).Assembly.Location)), "Limpet.psd1");
}
