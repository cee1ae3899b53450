using System.Management.Automation;
using System.Management.Automation.Internal;

namespace Limpet.Shell.Hosting;

/// <summary>What the shell's standard streams are, and what may be written to them.</summary>
public static class ShellTerminal
{
    private const int WidthWithoutTerminal = 120;

    /// <summary>Whether standard output is a terminal.</summary>
    public static bool OutputIsTerminal { get; } = !Console.IsOutputRedirected;

    /// <summary>Whether the user is there: standard input and output are a terminal.</summary>
    public static bool IsInteractive { get; } = OutputIsTerminal && !Console.IsInputRedirected;

    /// <summary>Whether standard output understands cursor movements (a terminal, and not TERM=dumb).</summary>
    public static bool OutputIsAnsi { get; } = OutputIsTerminal && !IsDumb;

    /// <summary>Whether colours may be written to standard output.</summary>
    public static bool OutputHasColor { get; } = OutputIsAnsi && !NoColor;

    /// <summary>Whether colours may be written to standard error.</summary>
    public static bool ErrorHasColor { get; } = !Console.IsErrorRedirected && !IsDumb && !NoColor;

    /// <summary>Whether the user asked for no colours (NO_COLOR is set and not empty).</summary>
    public static bool NoColor => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>The columns to format for: the terminal's; without one COLUMNS, or 120.</summary>
    public static int Width
    {
        get
        {
            if (OutputIsTerminal && Console.WindowWidth is > 0 and var columns)
            {
                return columns;
            }

            return int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var given) && given > 0 ? given : WidthWithoutTerminal;
        }
    }

    /// <summary>The lines of the terminal; 25 without one.</summary>
    public static int Height => OutputIsTerminal && Console.WindowHeight is > 0 and var lines ? lines : 25;

    private static bool IsDumb => Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";

    /// <summary><paramref name="text"/> without its escape sequences.</summary>
    public static string Plain(string text) =>
        text.Contains('\x1b', StringComparison.Ordinal) ? new StringDecorated(text).ToString(OutputRendering.PlainText) : text;
}
