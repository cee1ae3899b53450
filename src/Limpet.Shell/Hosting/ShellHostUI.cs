using System.Management.Automation;
using System.Management.Automation.Host;

namespace Limpet.Shell.Hosting;

/// <summary>What the engine prints: results to standard output, errors to standard error. <see cref="ShellHostUI"/> also asks; see the other part.</summary>
internal sealed partial class ShellHostUI(bool nonInteractive) : PSHostUserInterface
{
    // Jobs and event handlers print too, from threads of their own.
    private readonly Lock _writing = new();
    private readonly ProgressLine _progress = new();
    private bool _atLineStart = true;

    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUI(nonInteractive);

    public override bool SupportsVirtualTerminal => ShellTerminal.OutputHasColor;

    public override void Write(string value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        lock (_writing)
        {
            _progress.Clear();
            Console.Out.Write(ShellTerminal.OutputHasColor || IsAskedFor ? value : ShellTerminal.Plain(value));
            _atLineStart = value[^1] == '\n';
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        if (string.IsNullOrEmpty(value) || !ShellTerminal.OutputHasColor)
        {
            Write(value);
            return;
        }

        // A terminal does not tell its own colours: what is no ConsoleColor means to leave the colour alone.
        var foreground = Enum.IsDefined(foregroundColor) ? PSStyle.MapForegroundColorToEscapeSequence(foregroundColor) : "";
        var background = Enum.IsDefined(backgroundColor) ? PSStyle.MapBackgroundColorToEscapeSequence(backgroundColor) : "";
        var reset = foreground.Length + background.Length > 0 ? "\x1b[0m" : "";
        var line = value.TrimEnd('\n');
        Write(foreground + background + line + reset + value[line.Length..]);
    }

    public override void WriteLine() => Write(Environment.NewLine);

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Write(foregroundColor, backgroundColor, value + Environment.NewLine);

    public override void WriteErrorLine(string value)
    {
        lock (_writing)
        {
            _progress.Clear();
            Console.Error.WriteLine(ShellTerminal.ErrorHasColor ? value : ShellTerminal.Plain(value));
            _atLineStart = true;
        }
    }

    public override void WriteDebugLine(string message) => WriteLabelled("DEBUG", message, PSStyle.Instance.Formatting.Debug);

    public override void WriteVerboseLine(string message) => WriteLabelled("VERBOSE", message, PSStyle.Instance.Formatting.Verbose);

    public override void WriteWarningLine(string message) => WriteLabelled("WARNING", message, PSStyle.Instance.Formatting.Warning);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_writing)
        {
            _progress.Report(record, _atLineStart);
        }
    }

    /// <summary>Takes the progress from the screen until it is reported again.</summary>
    public void ClearProgress()
    {
        lock (_writing)
        {
            _progress.Clear();
        }
    }

    /// <summary>Takes the progress from the screen for good: the command is over.</summary>
    public void ForgetProgress()
    {
        lock (_writing)
        {
            _progress.Forget();
        }
    }

    /// <summary>Whether the user wants escape sequences even where no terminal is (<c>$PSStyle.OutputRendering = 'Ansi'</c>).</summary>
    private static bool IsAskedFor => PSStyle.Instance.OutputRendering == OutputRendering.Ansi;

    private void WriteLabelled(string label, string message, string style)
    {
        var line = $"{label}: {message}";
        WriteLine(ShellTerminal.OutputHasColor && PSStyle.Instance.OutputRendering != OutputRendering.PlainText
            ? $"{style}{line}{PSStyle.Instance.Reset}"
            : line);
    }
}
