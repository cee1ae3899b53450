using System.CommandLine;

namespace Limpet.Load.CommandLine;

/// <summary>Options that are numbers and may not be too small.</summary>
internal static class Bounded
{
    public static Option<T> Option<T>(string name, string description, T otherwise, T least)
        where T : struct, IComparable<T>
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option).CompareTo(least) < 0)
            {
                result.AddError($"{name} is {result.GetValue(option)}; expected {least} or more.");
            }
        });
        return option;
    }

    /// <summary>One that may be left out.</summary>
    public static Option<T?> Optional<T>(string name, string description, T least)
        where T : struct, IComparable<T>
    {
        var option = new Option<T?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is { } value && value.CompareTo(least) < 0)
            {
                result.AddError($"{name} is {value}; expected {least} or more.");
            }
        });
        return option;
    }
}
