using System.Management.Automation;

namespace Limpet.Pester.Running;

/// <summary>
/// What the runner's commands and its bits of script share; it is the variable <c>$__LimpetPester</c> of the session. The bits of script
/// exist since only a script can run a script block in the scope it stands in, inside a <c>try</c>.
/// </summary>
public sealed class PesterHost
{
    internal const string VariableName = "__LimpetPester";

    // A break or continue that leaves the block would leave the runner too, hence the loop; Completed tells.
    private static readonly ScriptBlock Plain = ScriptBlock.Create(
        "try { do { . $__LimpetPester.Block; $__LimpetPester.Completed = $true } until ($true) } catch { $__LimpetPester.Error = $_ }");

    private static readonly ScriptBlock Splatted = ScriptBlock.Create(
        "$__LimpetPesterData = $__LimpetPester.Data; "
        + "try { do { . $__LimpetPester.Block @__LimpetPesterData; $__LimpetPester.Completed = $true } until ($true) } catch { $__LimpetPester.Error = $_ }");

    private static readonly ScriptBlock Step = ScriptBlock.Create(CommandTableNames.Step);

    internal PesterHost(Discovery discovery) => Discovery = discovery;

    /// <summary>The script block to run next.</summary>
    public ScriptBlock? Block { get; private set; }

    /// <summary>The row of data that the block's parameters are taken from.</summary>
    public object? Data { get; private set; }

    /// <summary>Whether the block ran to its end.</summary>
    public bool Completed { get; set; }

    /// <summary>The error that ended the block.</summary>
    public ErrorRecord? Error { get; set; }

    internal PesterPhase Phase { get; set; }

    internal Discovery Discovery { get; }

    internal PSDataCollection<ErrorRecord>? WrittenErrors { get; set; }

    /// <summary>What the next step command does.</summary>
    internal Action<PSCmdlet>? Next { get; set; }

    internal ErrorRecord? TakeError()
    {
        var error = Error;
        Error = null;
        return error;
    }

    /// <summary>Does <paramref name="action"/> in a scope of its own inside that of <paramref name="cmdlet"/>.</summary>
    internal void InNewScope(PSCmdlet cmdlet, Action<PSCmdlet> action)
    {
        Next = action;
        cmdlet.InvokeCommand.InvokeScript(useLocalScope: true, Step, input: null);
    }

    /// <summary>Runs <paramref name="block"/> in the scope of <paramref name="cmdlet"/>, and gives the error that ended it, if one did.</summary>
    internal ErrorRecord? RunHere(PSCmdlet cmdlet, ScriptBlock block, object? data = null)
    {
        (Block, Data, Completed, Error) = (block, data, false, null);
        cmdlet.InvokeCommand.InvokeScript(useLocalScope: false, data is null ? Plain : Splatted, input: null);
        if (Error is null && !Completed)
        {
            var escaped = new InvalidOperationException("A 'break' or 'continue' outside of a loop left the script block before its end.");
            return new ErrorRecord(escaped, "LeftByBreak", ErrorCategory.InvalidOperation, targetObject: null);
        }

        return TakeError();
    }
}
