using Limpet.Shell.Arguments;
using Limpet.Shell.Hosting;
using Limpet.Shell.Prompting;

namespace Limpet.Shell;

/// <summary>Does what the command line asks for, from the first command to the exit code.</summary>
public static class ShellRunner
{
    private const int StoppedByUser = 130;

    /// <summary>Runs the shell and gives its exit code.</summary>
    /// <exception cref="BadArgumentsException">The script file does not exist.</exception>
    public static int Run(ShellArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        switch (arguments.Mode)
        {
            case ShellMode.Version:
                Console.Out.WriteLine(HelpText.Version);
                return 0;
            case ShellMode.Help:
                Console.Out.WriteLine(HelpText.Usage);
                return 0;
            case ShellMode.File when !File.Exists(arguments.FilePath):
                throw new BadArgumentsException(
                    $"There is no script file '{arguments.FilePath}'. Expected the path of a file after -File, or an option; -Help lists them.");
        }

        using var session = ShellSession.Open(arguments.NonInteractive);
        var hasPrompt = ShellTerminal.IsInteractive && !arguments.NonInteractive
            && (arguments.NoExit || arguments.Mode == ShellMode.Prompt);
        using var signals = new SignalHandling(session, hasPrompt);
        var imported = session.ImportLimpet();
        return Run(arguments, session, imported, hasPrompt);
    }

    private static int Run(ShellArguments arguments, ShellSession session, bool imported, bool hasPrompt)
    {
        int? code = arguments.Mode switch
        {
            _ when !imported && !hasPrompt => 1,
            ShellMode.Command => CodeOfCommand(session.RunAndJudge(arguments.CommandText)),
            ShellMode.File => RunFile(arguments, session),
            ShellMode.StandardInput => CodeOfCommand(ReadStandardInput(session)),
            _ => null,
        };
        if (session.Host.ExitCode is null && code != null && !arguments.NoExit)
        {
            return code.Value;
        }

        if (session.Host.ExitCode is null)
        {
            code = CodeOfCommand(hasPrompt ? Prompt(session) : ReadStandardInput(session));
            code = hasPrompt ? 0 : code;
        }

        return session.Host.ExitCode ?? code ?? 0;
    }

    private static CommandOutcome ReadStandardInput(ShellSession session) =>
        new PromptLoop(session, new PlainLineSource(showPrompt: false), interactive: false).Run();

    private static CommandOutcome Prompt(ShellSession session)
    {
        ILineSource lines = TerminalLineSource.IsSupported
            ? new TerminalLineSource(session, new HistoryFile(HistoryFile.DefaultPath, session.Host.UI.WriteWarningLine))
            : new PlainLineSource(showPrompt: true);
        var loop = new PromptLoop(session, lines, interactive: true);
        session.Host.NestedPrompt = loop.RunNested;
        return loop.Run();
    }

    private static int RunFile(ShellArguments arguments, ShellSession session) =>
        session.RunFile(Path.GetFullPath(arguments.FilePath), arguments.FileArguments) switch
        {
            CommandOutcome.Threw => 1,
            CommandOutcome.Stopped => StoppedByUser,
            CommandOutcome.LastCommandFailed => ExitCodeOfScript(session),
            _ => 0,
        };

    // A script that ends by `exit` leaves its code here; one that ran to its end has not failed, whatever its last command did.
    private static int ExitCodeOfScript(ShellSession session) => session.Variable("LASTEXITCODE") is int code ? code : 1;

    private static int CodeOfCommand(CommandOutcome outcome) => outcome switch
    {
        CommandOutcome.Succeeded => 0,
        CommandOutcome.Stopped => StoppedByUser,
        _ => 1,
    };
}
