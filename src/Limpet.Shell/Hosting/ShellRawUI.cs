using System.Management.Automation.Host;

namespace Limpet.Shell.Hosting;

/// <summary>The terminal as the engine's formatting sees it.</summary>
internal sealed class ShellRawUI(bool nonInteractive) : PSHostRawUserInterface
{
    public override ConsoleColor ForegroundColor
    {
        get => Console.ForegroundColor;
        set
        {
            if (ShellTerminal.OutputHasColor)
            {
                Console.ForegroundColor = value;
            }
        }
    }

    public override ConsoleColor BackgroundColor
    {
        get => Console.BackgroundColor;
        set
        {
            if (ShellTerminal.OutputHasColor)
            {
                Console.BackgroundColor = value;
            }
        }
    }

    public override Size BufferSize
    {
        get => new(ShellTerminal.Width, ShellTerminal.Height);
        set => throw TerminalDecides();
    }

    public override Size WindowSize
    {
        get => BufferSize;
        set => throw TerminalDecides();
    }

    public override Size MaxWindowSize => BufferSize;

    public override Size MaxPhysicalWindowSize => BufferSize;

    public override Coordinates WindowPosition
    {
        get => new(0, 0);
        set => throw TerminalDecides();
    }

    public override Coordinates CursorPosition
    {
        // Asking a terminal where its cursor is means reading the answer from the keyboard's stream.
        get => ShellTerminal.IsInteractive ? new Coordinates(Console.CursorLeft, Console.CursorTop) : new Coordinates(0, 0);
        set
        {
            if (ShellTerminal.OutputIsAnsi)
            {
                Console.SetCursorPosition(value.X, value.Y);
            }
        }
    }

    public override int CursorSize
    {
        get => 25;
        set => throw TerminalDecides();
    }

    public override string WindowTitle
    {
        get => _title;
        set
        {
            _title = value ?? "";
            if (ShellTerminal.OutputIsAnsi)
            {
                Console.Title = _title;
            }
        }
    }

    public override bool KeyAvailable => ShellTerminal.IsInteractive && Console.KeyAvailable;

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (nonInteractive || !ShellTerminal.IsInteractive)
        {
            throw new HostException("A key cannot be read: there is no terminal, or the shell runs with -NonInteractive.");
        }

        var key = Console.ReadKey(intercept: options.HasFlag(ReadKeyOptions.NoEcho));
        return new KeyInfo((int)key.Key, key.KeyChar, StateOf(key.Modifiers), keyDown: options.HasFlag(ReadKeyOptions.IncludeKeyDown));
    }

    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            Console.ReadKey(intercept: true);
        }
    }

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        // Clear-Host on Windows comes here with the whole screen; anything else cannot be done on a terminal.
        if (rectangle is not { Left: -1, Top: -1, Right: -1, Bottom: -1 })
        {
            throw TerminalDecides();
        }

        Console.Clear();
    }

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw TerminalDecides();

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw TerminalDecides();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw TerminalDecides();

    private string _title = "";

    private static ControlKeyStates StateOf(ConsoleModifiers modifiers) =>
        (modifiers.HasFlag(ConsoleModifiers.Shift) ? ControlKeyStates.ShiftPressed : 0)
        | (modifiers.HasFlag(ConsoleModifiers.Alt) ? ControlKeyStates.LeftAltPressed : 0)
        | (modifiers.HasFlag(ConsoleModifiers.Control) ? ControlKeyStates.LeftCtrlPressed : 0);

    private static NotSupportedException TerminalDecides() =>
        new("This cannot be asked of a terminal: its size, its cursor's shape and what stands on it are its own.");
}
