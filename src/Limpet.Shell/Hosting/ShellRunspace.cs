using System.Management.Automation.Runspaces;
using Limpet.Shell.Commands;

namespace Limpet.Shell.Hosting;

/// <summary>Makes the session that the shell runs commands in: the engine's own, the shell's few commands, a short prompt.</summary>
public static class ShellRunspace
{
    private const string DefaultPrompt = "'PS> '";

    /// <summary>Where the modules that come with the shell are; first on the module path.</summary>
    public static string ModuleFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Modules");

    /// <summary>The manifest of the Limpet module beside the shell.</summary>
    public static string LimpetManifest { get; } = Path.Combine(ModuleFolder, "Limpet", "Limpet.psd1");

    /// <summary>What a new session begins with.</summary>
    public static InitialSessionState CreateSessionState()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.ReuseThread;
        state.Commands.Remove("prompt", typeof(SessionStateFunctionEntry));
        state.Commands.Add(new SessionStateFunctionEntry("prompt", DefaultPrompt));
        foreach (var command in CommandCatalog.Entries)
        {
            state.Commands.Add(command);
        }

        return state;
    }

    /// <summary>Opens a session for <paramref name="host"/> with <see cref="ModuleFolder"/> on its module path.</summary>
    public static Runspace Open(System.Management.Automation.Host.PSHost host)
    {
        var runspace = RunspaceFactory.CreateRunspace(host, CreateSessionState());
        runspace.Open();
        PutFirstOnModulePath(ModuleFolder);
        return runspace;
    }

    private static void PutFirstOnModulePath(string folder)
    {
        // Opening a session rebuilds the variable, so this comes after it; it belongs to the process and may have been set before.
        var folders = (Environment.GetEnvironmentVariable("PSModulePath") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        Environment.SetEnvironmentVariable("PSModulePath", string.Join(Path.PathSeparator, folders.Except([folder], StringComparer.Ordinal).Prepend(folder)));
    }
}
