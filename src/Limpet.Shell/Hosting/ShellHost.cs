using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Limpet.Shell.Hosting;

/// <summary>The engine's host: this process, its terminal and its exit code.</summary>
public sealed class ShellHost : PSHost
{
    private readonly ShellHostUI _ui;

    /// <summary>A host that asks the user nothing when <paramref name="nonInteractive"/>.</summary>
    public ShellHost(bool nonInteractive) => _ui = new ShellHostUI(nonInteractive);

    /// <inheritdoc/>
    public override string Name => "Limpet.Shell";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version ?? new Version(0, 0);

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => _ui;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <summary>The code of <c>exit</c>, null while nobody asked to end.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>What <c>$?</c> was after the last statement of the command that was judged.</summary>
    public bool LastCommandSucceeded { get; set; } = true;

    /// <summary>This host, for the statement that sets <see cref="LastCommandSucceeded"/>.</summary>
    public override PSObject PrivateData => PSObject.AsPSObject(this);

    /// <summary>Runs a prompt inside the running command; set by the shell.</summary>
    public Action? NestedPrompt { get; set; }

    /// <summary>Whether <see cref="ExitNestedPrompt"/> was called and the nested prompt has yet to end.</summary>
    public bool NestedPromptEnds { get; set; }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt()
    {
        if (NestedPrompt is null)
        {
            throw new InvalidOperationException("A nested prompt needs a terminal, and standard input or output is none.");
        }

        NestedPrompt();
    }

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => NestedPromptEnds = true;

    /// <inheritdoc/>
    public override void NotifyBeginApplication() => _ui.ClearProgress();

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }

    /// <summary>Takes away what the progress of the command that just ended left on the screen.</summary>
    public void ClearProgress() => _ui.ForgetProgress();
}
