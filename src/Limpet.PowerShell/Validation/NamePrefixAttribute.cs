using System.Management.Automation;

using Limpet.Core.Limpets.Rules;

namespace Limpet.PowerShell.Validation;

/// <summary>Takes words to put before names, and says what is wrong with anything else.</summary>
internal sealed class NamePrefixAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        if (NamePrefix.Fault(element as string) is { } fault)
        {
            throw new ValidationMetadataException(fault);
        }
    }
}
