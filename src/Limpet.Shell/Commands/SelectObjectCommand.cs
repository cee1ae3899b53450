using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace Limpet.Shell.Commands;

/// <summary><c>Select-Object</c>: some of the objects, or some of their properties.</summary>
[Cmdlet(VerbsCommon.Select, "Object", DefaultParameterSetName = "DefaultParameter")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly Queue<PSObject> _last = [];
    private readonly HashSet<object> _seen = [];
    private int _index;
    private int _given;

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The properties to keep: names with wildcards, script blocks, or tables with Name and Expression.</summary>
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    /// <summary>The property whose value is given instead of the object.</summary>
    [Parameter]
    public string ExpandProperty { get; set; } = "";

    /// <summary>No value twice.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    /// <summary>So many from the beginning.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; } = -1;

    /// <summary>So many from the end.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; } = -1;

    /// <summary>Leaves out so many at the beginning.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        if (Last >= 0)
        {
            Hold(InputObject);
            return;
        }

        if (_index++ < Skip)
        {
            return;
        }

        if (First != 0)
        {
            Give(InputObject);
        }

        if (First >= 0 && ++_given >= First)
        {
            throw EngineInternals.StopUpstream(this);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var item in _last.Take(Math.Max(0, _last.Count - Skip)))
        {
            Give(item);
        }
    }

    /// <summary>Keeps what may be among the last; with <c>-Skip</c> those are counted from before the skipped ones.</summary>
    private void Hold(PSObject item)
    {
        if (First >= 0 && _given < First)
        {
            _given++;
            Give(item);
            return;
        }

        _last.Enqueue(item);
        if (_last.Count > Last + Skip)
        {
            _last.Dequeue();
        }
    }

    private void Give(PSObject item)
    {
        foreach (var result in Select(item))
        {
            if (!Unique || _seen.Add(PropertyPicker.Key(result)))
            {
                WriteObject(result);
            }
        }
    }

    private List<object?> Select(PSObject item)
    {
        if (ExpandProperty.Length > 0)
        {
            return Expand(item);
        }

        return [Property.Length > 0 ? PropertyPicker.Pick(item, Property) : item];
    }

    private List<object?> Expand(PSObject item)
    {
        var values = new PSPropertyExpression(ExpandProperty).GetValues(item);
        if (values.Count == 0)
        {
            var missing = new PSInvalidOperationException($"Property \"{ExpandProperty}\" cannot be found.");
            WriteError(new ErrorRecord(missing, "ExpandPropertyNotFound", ErrorCategory.InvalidArgument, item));
            return [];
        }

        var value = values[0].Result;
        return LanguagePrimitives.GetEnumerable(value) is { } many ? [.. many.Cast<object?>()] : [value];
    }
}
