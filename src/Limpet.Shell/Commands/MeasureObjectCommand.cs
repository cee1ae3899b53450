using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary><c>Measure-Object</c>: how many objects, and the sum, average, least and greatest of a number each has.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object")]
public sealed class MeasureObjectCommand : PSCmdlet
{
    private readonly List<double> _values = [];
    private int _count;

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The property to measure; without it the objects themselves.</summary>
    [Parameter(Position = 0)]
    public string Property { get; set; } = "";

    /// <summary>The sum.</summary>
    [Parameter]
    public SwitchParameter Sum { get; set; }

    /// <summary>The average.</summary>
    [Parameter]
    public SwitchParameter Average { get; set; }

    /// <summary>The least.</summary>
    [Parameter]
    public SwitchParameter Minimum { get; set; }

    /// <summary>The greatest.</summary>
    [Parameter]
    public SwitchParameter Maximum { get; set; }

    private bool NeedsNumbers => Sum || Average || Minimum || Maximum;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        var value = Property.Length == 0 ? InputObject : InputObject.Properties[Property]?.Value;
        if (value is null)
        {
            return;
        }

        if (!NeedsNumbers)
        {
            _count++;
        }
        else if (LanguagePrimitives.TryConvertTo<double>(value, out var number))
        {
            _count++;
            _values.Add(number);
        }
        else
        {
            var error = new PSInvalidOperationException($"Input object \"{value}\" is not numeric.");
            WriteError(new ErrorRecord(error, "NonNumericInputObject", ErrorCategory.InvalidType, InputObject));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var result = new PSObject();
        result.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.GenericMeasureInfo");
        result.Properties.Add(new PSNoteProperty("Count", _count));
        Add(result, "Average", Average, () => _values.Average());
        Add(result, "Sum", Sum, () => _values.Sum());
        Add(result, "Maximum", Maximum, () => _values.Max());
        Add(result, "Minimum", Minimum, () => _values.Min());
        result.Properties.Add(new PSNoteProperty("Property", Property.Length > 0 ? Property : null));
        WriteObject(result);
    }

    private void Add(PSObject result, string name, bool wanted, Func<double> measure) =>
        result.Properties.Add(new PSNoteProperty(name, wanted && _values.Count > 0 ? measure() : null));
}
