using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Limpet.PowerShell.Validation;

/// <summary>Takes the permissions of a file as chmod does, three octal digits, and says so where it is given anything else.</summary>
internal sealed partial class FileModeAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not string text || !Octal().IsMatch(text))
        {
            throw new ValidationMetadataException($"'{arguments}' is no mode; expected three octal digits, as in 0660.");
        }
    }

    [GeneratedRegex("^0?[0-7]{3}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Octal();
}
