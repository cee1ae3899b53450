using System.Management.Automation;

using Limpet.Core.Messages;

namespace Limpet.PowerShell.Validation;

/// <summary>Takes well-formed message names alone (kbus.md 2); wildcards where the name is to be bound.</summary>
internal sealed class MessageNameAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <summary>Whether the name may be a wildcard, good for binding and never for sending.</summary>
    public bool Wildcard { get; init; }

    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        var text = element?.ToString() ?? "";
        if (!MessageName.TryParse(text, out var name, out var fault))
        {
            throw new ValidationMetadataException(NameRules.Describe(text, fault));
        }

        if (name.IsWildcard && !Wildcard)
        {
            throw new ValidationMetadataException($"'{text}' is a wildcard, which is good for binding and not for sending; expected a plain name such as $.Sensors.Kitchen.");
        }
    }
}
