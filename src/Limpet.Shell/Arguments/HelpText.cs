using System.Management.Automation;
using System.Reflection;

namespace Limpet.Shell.Arguments;

/// <summary>What <c>-Help</c> and <c>-Version</c> print.</summary>
public static class HelpText
{
    /// <summary>The text of <c>-Help</c>.</summary>
    public const string Usage = """
        The PowerShell engine with the Limpet module loaded.

        Usage: Limpet.Shell [options] [-Command TEXT... | -File PATH [ARGUMENTS]... | PATH [ARGUMENTS]...]

          -Command, -c TEXT...    Runs everything that follows as commands; - reads them from standard input.
          -File, -f PATH ...      Runs a script. What follows the path are the script's own arguments.
          -NoExit, -noe           Stays at the prompt afterwards.
          -NonInteractive, -noni  Asks nothing: a command that needs an answer fails.
          -NoProfile, -NoLogo     Accepted for the sake of pwsh's command lines; there is no profile and no banner.
          -Version, -v            Prints the version.
          -Help, -h, -?           Prints this.

        With neither -Command nor -File it reads commands from the terminal, or from standard input where that is a pipe or a file.
        Exit code: that of `exit`; 1 when a script ends by an error or the last command of -Command failed; 64 for a bad command line;
        130 when stopped by Ctrl+C.
        """;

    /// <summary>The text of <c>-Version</c>: the shell's version and the engine's.</summary>
    public static string Version
    {
        get
        {
            var shell = InformationalVersion(typeof(HelpText).Assembly);
            return $"Limpet.Shell {shell} (PowerShell {PSVersionInfo.PSVersion})";
        }
    }

    private static string InformationalVersion(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
