namespace Limpet.Help.Facts;

/// <summary>What the engine knows of a parameter of one cmdlet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as PowerShell writes it.</param>
/// <param name="IsSwitch">Whether it takes no value.</param>
/// <param name="Values">The values of an enumeration; none for other types.</param>
/// <param name="Default">What it is when it is not given; null where the text has to say it, or there is nothing to say.</param>
/// <param name="Aliases">Other names for it.</param>
/// <param name="Wildcards">Whether its text may be a pattern.</param>
/// <param name="Sets">The parameter sets it is in.</param>
/// <param name="InEverySet">Whether the cmdlet has no other sets.</param>
public sealed record ParameterFacts(
    string Name,
    string Type,
    bool IsSwitch,
    IReadOnlyList<string> Values,
    string? Default,
    IReadOnlyList<string> Aliases,
    bool Wildcards,
    IReadOnlyList<ParameterInSet> Sets,
    bool InEverySet)
{
    /// <summary>Whether it must be given, in whichever set.</summary>
    public bool IsRequired => Sets.All(set => set.IsRequired);

    /// <summary>Its position, null where it must be named.</summary>
    public int? Position => Sets.Select(set => set.Position).FirstOrDefault(position => position is not null);

    /// <summary>Whether the pipeline's objects are it.</summary>
    public bool ByValue => Sets.Any(set => set.ByValue);

    /// <summary>Whether a property of its name, of the pipeline's objects, is it.</summary>
    public bool ByPropertyName => Sets.Any(set => set.ByPropertyName);

    /// <summary>The facts in one line of Markdown.</summary>
    public string Line
    {
        get
        {
            var facts = new List<string> { $"`{Type}`" };
            if (Values.Count > 0)
            {
                facts.Add(string.Join(", ", Values.SkipLast(1)) + " or " + Values[^1]);
            }

            if (!InEverySet)
            {
                facts.Add($"set {string.Join(", ", Sets.Select(set => set.Set))}");
            }

            if (IsRequired)
            {
                facts.Add("required");
            }
            else if (Sets.Any(set => set.IsRequired))
            {
                facts.Add($"required in {string.Join(", ", Sets.Where(set => set.IsRequired).Select(set => set.Set))}");
            }

            if (Position is { } position)
            {
                facts.Add($"position {position}");
            }

            if (ByValue || ByPropertyName)
            {
                facts.Add($"from the pipeline {(ByValue && ByPropertyName ? "by value and by property name" : ByValue ? "by value" : "by property name")}");
            }

            if (Default is not null)
            {
                facts.Add($"default `{Default}`");
            }

            if (Wildcards)
            {
                facts.Add("wildcards");
            }

            if (Aliases.Count > 0)
            {
                facts.Add($"alias {string.Join(", ", Aliases.Select(alias => $"`-{alias}`"))}");
            }

            return string.Join("; ", facts);
        }
    }
}
