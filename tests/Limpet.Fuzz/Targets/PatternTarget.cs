using System.Text;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>A prefix, a name, and the patterns of a filter, a line each.</summary>
internal sealed class PatternTarget() : FuzzTarget("pattern", 64 * 1024)
{
    public override void Run(ReadOnlySpan<byte> input)
    {
        var lines = Encoding.UTF8.GetString(input[..Math.Min(input.Length, InputLimit)]).Split('\n');
        var name = MessageName.TryParse(lines.ElementAtOrDefault(1), out var parsed, out _) ? parsed : null;
        Prefix(lines[0], name);
        string[] patterns = [.. lines.Skip(2)];
        NameFilter filter;
        try
        {
            filter = NameFilter.Parse(patterns);
        }
        catch (FormatException)
        {
            FuzzFailureException.Unless(patterns.Any(pattern => NameFilter.Fault(pattern) is not null), "Patterns without a fault are refused.");
            return;
        }

        FuzzFailureException.Unless(patterns.All(pattern => NameFilter.Fault(pattern) is null), "A pattern with a fault is taken.");
        if (name is not null)
        {
            Passes(filter, patterns, name);
        }
    }

    private static void Passes(NameFilter filter, string[] patterns, MessageName name)
    {
        var allowed = patterns.Where(pattern => pattern[0] != '!').Select(MessageName.Parse).ToList();
        var exceptions = patterns.Where(pattern => pattern[0] == '!').Select(pattern => MessageName.Parse(pattern[1..])).ToList();
        var some = filter.MayPassSome(name);
        if (name.IsWildcard)
        {
            FuzzFailureException.Unless(some || allowed.Count > 0 || exceptions.Count > 0, "A filter of nothing holds something back.");
            return;
        }

        var passes = (allowed.Count == 0 || allowed.Exists(pattern => pattern.Matches(name))) && !exceptions.Exists(pattern => pattern.Matches(name));
        FuzzFailureException.Unless(filter.Passes(name) == passes && some == passes, $"{name} through '{filter}': {filter.Passes(name)} and {some}; expected {passes}.");
    }

    private static void Prefix(string words, MessageName? name)
    {
        NamePrefix prefix;
        try
        {
            prefix = NamePrefix.Parse(words);
        }
        catch (FormatException)
        {
            FuzzFailureException.Unless(NamePrefix.Fault(words) is not null, "A prefix without a fault is refused.");
            return;
        }

        FuzzFailureException.Unless(NamePrefix.Fault(words) is null, "A prefix with a fault is taken.");
        if (name is null || prefix.Add(name) is not { } added)
        {
            return;
        }

        FuzzFailureException.Unless(name.IsReserved || added.Value.StartsWith($"$.{words}.", StringComparison.Ordinal), $"{name} under {prefix} is {added}.");
        FuzzFailureException.Unless(prefix.Remove(added) == name, $"{name} under {prefix} is {added}, and that is {prefix.Remove(added)} here.");
    }
}
