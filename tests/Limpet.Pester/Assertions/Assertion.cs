namespace Limpet.Pester.Assertions;

/// <summary>What an operator is given: the value, and the parameters that were bound.</summary>
internal sealed record Assertion(object? Actual, IReadOnlyDictionary<string, object?> Parameters, bool Not)
{
    public object? Expected => this["ExpectedValue"];

    public object? this[string parameter] => Parameters.GetValueOrDefault(parameter);

    /// <summary>" because ...," or a comma.</summary>
    public string Because
    {
        get
        {
            var reason = this["Because"]?.ToString()?.Trim();
            return string.IsNullOrEmpty(reason) ? "," : $", because {(reason.StartsWith("because ", StringComparison.OrdinalIgnoreCase) ? reason[8..] : reason)},";
        }
    }
}
