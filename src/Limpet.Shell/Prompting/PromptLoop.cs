using Limpet.Shell.Hosting;

namespace Limpet.Shell.Prompting;

/// <summary>Reads commands and runs them, until <c>exit</c> or the end of the input.</summary>
public sealed class PromptLoop(ShellSession session, ILineSource lines, bool interactive)
{
    /// <summary>Runs the loop, and gives how its last command ended.</summary>
    public CommandOutcome Run()
    {
        var reader = new CommandReader(lines);
        var outcome = CommandOutcome.Succeeded;
        while (session.Host.ExitCode is null && !session.Host.NestedPromptEnds)
        {
            switch (reader.Read(interactive ? session.Prompt() : ""))
            {
                case PromptInput.Ended:
                    return outcome;
                case PromptInput.Line { Text: var text } when !string.IsNullOrWhiteSpace(text):
                    outcome = interactive ? session.Run(text) : session.RunAndJudge(text);
                    if (outcome == CommandOutcome.Stopped && !interactive)
                    {
                        return outcome;
                    }

                    break;
            }
        }

        return outcome;
    }

    /// <summary>Runs the loop inside the running command, until <c>exit</c> or Ctrl+D ends that inner prompt.</summary>
    public void RunNested()
    {
        session.Host.NestedPromptEnds = false;
        Run();
        session.Host.NestedPromptEnds = false;
    }
}
