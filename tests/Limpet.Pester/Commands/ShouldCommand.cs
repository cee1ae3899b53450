using System.Collections.ObjectModel;
using System.Management.Automation;
using Limpet.Pester.Assertions;

namespace Limpet.Pester.Commands;

/// <summary><c>Should</c>: fails the test unless what is asserted of a value holds. Each operator is a parameter set of its own.</summary>
[Cmdlet("Should", "Assert")]
public sealed class ShouldCommand : PSCmdlet, IDynamicParameters
{
    private static readonly AssertionOperator Exist =
        new("Exist", TakesAll: false, _ => throw new InvalidOperationException("-Exist is checked in the session."), _ => "to exist") { Parameters = [] };

    private static readonly AssertionOperator[] Operators = [.. OperatorTable.All, ThrowAssertion.Operator, Exist];

    private static readonly ScriptBlock Catch = ScriptBlock.Create(
        "param($block) try { do { $null = & $block } until ($true) } catch { $_ }");

    private readonly List<object?> _values = [];
    private RuntimeDefinedParameterDictionary _parameters = [];

    /// <summary>The value.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? ActualValue { get; set; }

    /// <summary>The assertion must not hold.</summary>
    [Parameter]
    public SwitchParameter Not { get; set; }

    /// <inheritdoc/>
    public object GetDynamicParameters()
    {
        _parameters = [];
        foreach (var entry in Operators)
        {
            var marker = Add(entry.Name, typeof(SwitchParameter), new ParameterAttribute { ParameterSetName = entry.Name, Mandatory = true });
            if (entry.Alias is not null)
            {
                marker.Attributes.Add(new AliasAttribute(entry.Alias));
            }

            var position = 0;
            foreach (var (name, type) in entry.Parameters.Append(("Because", typeof(string))))
            {
                Add(name, name is "ExpectedValue" ? typeof(object) : type, new ParameterAttribute { ParameterSetName = entry.Name, Position = position++ });
            }

            foreach (var name in entry.Switches)
            {
                Add(name, typeof(SwitchParameter), new ParameterAttribute { ParameterSetName = entry.Name });
            }
        }

        return _parameters;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _values.Add(ActualValue);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var entry = Operators.FirstOrDefault(o => o.Name.Equals(ParameterSetName, StringComparison.Ordinal))
            ?? throw new PSInvalidOperationException("Should needs an operator, such as -Be.");
        var given = _parameters.Where(p => p.Value.IsSet).ToDictionary(p => p.Key, p => Converted(entry, p.Key, p.Value.Value), StringComparer.Ordinal);
        try
        {
            foreach (var actual in Inputs(entry))
            {
                Check(entry, new Assertion(actual, given, Not));
            }
        }
        catch (AssertionFailedException e)
        {
            ThrowTerminatingError(new ErrorRecord(e, "PesterAssertionFailed", ErrorCategory.InvalidResult, targetObject: null));
        }
    }

    private List<object?> Inputs(AssertionOperator entry)
    {
        if (_values.Count == 0)
        {
            return [null];
        }

        return entry.TakesAll ? [_values.ToArray()] : _values;
    }

    private void Check(AssertionOperator entry, Assertion assertion)
    {
        if (entry == ThrowAssertion.Operator)
        {
            CheckThrow(assertion);
        }
        else if (entry == Exist)
        {
            CheckExist(assertion);
        }
        else
        {
            entry.Check(assertion);
        }
    }

    private void CheckThrow(Assertion assertion)
    {
        if (ValueText.Base(assertion.Actual) is not ScriptBlock block)
        {
            throw new PSArgumentException("-Throw expects a script block: what is to throw stands in curly braces.", nameof(assertion));
        }

        var error = InvokeCommand.InvokeScript(useLocalScope: true, Catch, input: null, block).LastOrDefault()?.BaseObject as ErrorRecord;
        ThrowAssertion.Check(assertion, error);
        if (assertion["PassThru"] is SwitchParameter { IsPresent: true })
        {
            WriteObject(error);
        }
    }

    private void CheckExist(Assertion assertion)
    {
        var path = LanguagePrimitives.ConvertTo<string>(assertion.Actual);
        var exists = !string.IsNullOrWhiteSpace(path) && InvokeProvider.Item.Exists(path);
        if (exists == assertion.Not)
        {
            throw new AssertionFailedException(
                $"Expected the path {ValueText.Of(path)} to {(Not ? "not exist" : "exist")}{assertion.Because} but it {(exists ? "did" : "did not")}.");
        }
    }

    private static object? Converted(AssertionOperator entry, string name, object? value)
    {
        var type = entry.Parameters.FirstOrDefault(p => p.Name.Equals(name, StringComparison.Ordinal)).Type;
        return type is null || type == typeof(object)
            ? value
            : LanguagePrimitives.ConvertTo(value, type, System.Globalization.CultureInfo.InvariantCulture);
    }

    private RuntimeDefinedParameter Add(string name, Type type, ParameterAttribute attribute)
    {
        if (!_parameters.TryGetValue(name, out var parameter))
        {
            parameter = new RuntimeDefinedParameter(name, type, new Collection<Attribute>());
            if (type == typeof(object))
            {
                parameter.Attributes.Add(new AllowNullAttribute());
                parameter.Attributes.Add(new AllowEmptyCollectionAttribute());
                parameter.Attributes.Add(new AllowEmptyStringAttribute());
            }

            _parameters.Add(name, parameter);
        }

        parameter.Attributes.Add(attribute);
        return parameter;
    }
}
