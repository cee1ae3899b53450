using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary><c>Set-Content</c>: writes a file anew, a line for each value, as UTF-8.</summary>
[Cmdlet(VerbsCommon.Set, "Content", SupportsShouldProcess = true)]
public sealed class SetContentCommand : ContentWritingCommand
{
    /// <inheritdoc/>
    protected override FileMode Mode => FileMode.Create;
}
