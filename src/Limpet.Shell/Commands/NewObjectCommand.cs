using System.Collections;
using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary><c>New-Object</c>: an object of a .NET type.</summary>
[Cmdlet(VerbsCommon.New, "Object")]
public sealed class NewObjectCommand : PSCmdlet
{
    /// <summary>The name of the type.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public string TypeName { get; set; } = "";

    /// <summary>The arguments of its constructor.</summary>
    [Parameter(Position = 1)]
    [Alias("Args")]
    public object[] ArgumentList { get; set; } = [];

    /// <summary>Properties to set.</summary>
    [Parameter]
    public IDictionary? Property { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!LanguagePrimitives.TryConvertTo<Type>(TypeName, out var type))
        {
            var unknown = new PSInvalidOperationException($"Cannot find type [{TypeName}]: verify that the assembly containing this type is loaded.");
            ThrowTerminatingError(new ErrorRecord(unknown, "TypeNotFound", ErrorCategory.InvalidType, TypeName));
            return;
        }

        // The engine's own `new` picks the constructor and converts the arguments.
        var made = InvokeCommand.InvokeScript("param($t, $a) , $t::new.Invoke($a)", type, ArgumentList);
        var result = made.Count == 1 ? made[0] : PSObject.AsPSObject(made);
        foreach (DictionaryEntry entry in Property ?? new Hashtable())
        {
            Set(result, entry.Key.ToString() ?? "", entry.Value);
        }

        WriteObject(result);
    }

    private static void Set(PSObject target, string name, object? value)
    {
        if (target.Properties[name] is { } property)
        {
            property.Value = value;
        }
        else
        {
            target.Properties.Add(new PSNoteProperty(name, value));
        }
    }
}
