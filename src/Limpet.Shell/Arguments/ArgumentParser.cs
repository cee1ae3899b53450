namespace Limpet.Shell.Arguments;

/// <summary>
/// Reads the command line as pwsh does: any case, one dash or two, a name shortened as far as pwsh allows it. What follows
/// <c>-Command</c> or <c>-File</c> belongs to the command or the script and is not looked at. (A general parser is no help here: they
/// take <c>-noe</c> for a bundle of short options.)
/// </summary>
public static class ArgumentParser
{
    private const string Expected =
        "Expected -Command TEXT, -File PATH [ARGUMENTS], -NoExit, -NonInteractive, -NoProfile, -NoLogo, -Version or -Help.";

    /// <summary>Understands <paramref name="args"/>.</summary>
    /// <exception cref="BadArgumentsException">An option that is none, or one whose value is missing.</exception>
    public static ShellArguments Parse(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var options = new ShellArguments(ShellMode.Prompt);
        for (var i = 0; i < args.Count; i++)
        {
            var tail = args.Skip(i + 1).ToArray();
            if (args[i] is "-")
            {
                return StandardInput(options, "-", tail);
            }

            if (NameOf(args[i]) is not { } name)
            {
                return File(options, [args[i], .. tail]);
            }

            if (Is(name, "command", "c"))
            {
                return Command(options, args[i], tail);
            }

            if (Is(name, "file", "f"))
            {
                return File(options, tail);
            }

            if (Is(name, "version", "v"))
            {
                return options with { Mode = ShellMode.Version };
            }

            if (Is(name, "help", "h") || name is "?")
            {
                return options with { Mode = ShellMode.Help };
            }

            options = Switch(options, name, args[i]);
        }

        return options;
    }

    private static ShellArguments Switch(ShellArguments options, string name, string argument)
    {
        if (Is(name, "noexit", "noe"))
        {
            return options with { NoExit = true };
        }

        if (Is(name, "noninteractive", "noni"))
        {
            return options with { NonInteractive = true };
        }

        // There is no profile and no banner, so these two ask for what is so anyway.
        if (Is(name, "noprofile", "nop") || Is(name, "nologo", "nol"))
        {
            return options;
        }

        throw new BadArgumentsException($"'{argument}' is not an option of this shell, or is short for more than one. {Expected}");
    }

    private static ShellArguments Command(ShellArguments options, string argument, string[] tail) => tail switch
    {
        [] => throw new BadArgumentsException($"{argument} needs a value: the commands to run, or - to read them from standard input."),
        ["-", ..] => StandardInput(options, argument, tail[1..]),
        _ => options with { Mode = ShellMode.Command, CommandText = string.Join(' ', tail) },
    };

    private static ShellArguments StandardInput(ShellArguments options, string argument, string[] tail) => tail switch
    {
        [] => options with { Mode = ShellMode.StandardInput },
        _ => throw new BadArgumentsException(
            $"Found '{tail[0]}' after the - of {argument}. Commands come from standard input then, and nothing may follow."),
    };

    private static ShellArguments File(ShellArguments options, string[] tail) => tail switch
    {
        [] => throw new BadArgumentsException("-File needs a value: the path of a script, and then the script's arguments."),
        ["-"] => options with { Mode = ShellMode.StandardInput },
        _ => options with { Mode = ShellMode.File, FilePath = tail[0], FileArguments = tail[1..] },
    };

    /// <summary>The name of an option without its dashes, null for what is no option.</summary>
    private static string? NameOf(string argument)
    {
        if (argument.Length < 2 || argument[0] != '-')
        {
            return null;
        }

        return argument[(argument[1] == '-' ? 2 : 1)..].ToUpperInvariant();
    }

    private static bool Is(string name, string option, string shortest) =>
        name.Length >= shortest.Length && option.StartsWith(name, StringComparison.OrdinalIgnoreCase);
}
