using System.Globalization;
using System.Management.Automation;

namespace Limpet.PowerShell.Validation;

/// <summary>Takes a network id, 1 to 0xFFFFFFFF, and says so where it is given anything else.</summary>
/// <remarks>PowerShell reads 0xFFFFFFFF as -1 and 0x80000000 as a negative number too; what was typed tells them from a number that is negative.</remarks>
internal sealed class NetworkIdAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var typed = inputData?.ToString();
        var given = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (typed is not null && typed.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && uint.TryParse(typed.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
        {
            given = hex;
        }

        return LanguagePrimitives.TryConvertTo<decimal>(given, CultureInfo.InvariantCulture, out var number)
            && given is not (null or bool or char or "")
            && number is >= 1 and <= uint.MaxValue && number == decimal.Truncate(number)
            ? (uint)number
            : throw new ArgumentTransformationMetadataException($"'{given}' is no network id; expected a whole number from 1 to 4294967295 (0xFFFFFFFF).");
    }
}
