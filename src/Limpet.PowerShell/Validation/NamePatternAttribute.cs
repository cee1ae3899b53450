using System.Management.Automation;

using Limpet.Core.Limpets.Rules;

namespace Limpet.PowerShell.Validation;

/// <summary>Takes patterns of names with their exceptions, and says what is wrong with anything else.</summary>
internal sealed class NamePatternAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        if (NameFilter.Fault(element as string) is { } fault)
        {
            throw new ValidationMetadataException(fault);
        }
    }
}
