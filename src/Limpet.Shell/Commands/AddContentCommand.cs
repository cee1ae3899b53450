using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary><c>Add-Content</c>: adds to the end of a file, a line for each value, as UTF-8.</summary>
[Cmdlet(VerbsCommon.Add, "Content", SupportsShouldProcess = true)]
public sealed class AddContentCommand : ContentWritingCommand
{
    /// <inheritdoc/>
    protected override FileMode Mode => FileMode.Append;
}
