using System.Globalization;
using System.Management.Automation;

namespace Limpet.PowerShell.Validation;

/// <summary>Takes the number of a bus, 0 to 255, and says so where it is given anything else.</summary>
internal sealed class KbusNumberAttribute : ArgumentTransformationAttribute
{
    private const int Highest = 255;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var given = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return LanguagePrimitives.TryConvertTo<decimal>(given, CultureInfo.InvariantCulture, out var number)
            && given is not (null or bool or char or "")
            && number is >= 0 and <= Highest && number == decimal.Truncate(number)
            ? (int)number
            : throw new ArgumentTransformationMetadataException($"'{given}' is no bus number; expected a whole number from 0 to {Highest}, as in /dev/kbus0.");
    }
}
