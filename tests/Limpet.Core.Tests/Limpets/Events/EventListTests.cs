using System.Runtime.CompilerServices;
using Limpet.Core.Limpets.Events;

namespace Limpet.Core.Tests.Limpets.Events;

/// <summary>Ids and templates of events, and that docs/events.md has them all.</summary>
public sealed class EventListTests
{
    [Fact]
    public void No_id_is_given_twice()
    {
        var twice = EventSamples.All.GroupBy(e => e.EventId).Where(group => group.Count() > 1);
        Assert.Equal([], twice.Select(group => $"{group.Key}: {string.Join(" and ", group.Select(e => e.Kind))}"));
    }

    [Fact]
    public void No_template_is_that_of_two_events()
        => Assert.Equal(EventSamples.All.Count, EventSamples.All.Select(e => e.MessageTemplate).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Every_template_has_a_hole_for_each_value_and_the_text_has_no_hole_left()
    {
        foreach (var e in EventSamples.All)
        {
            Assert.True(
                EventTemplate.Of(e.MessageTemplate).Holes.Count == e.Values.Length,
                $"{e.GetType().Name}: the template '{e.MessageTemplate}' and its {e.Values.Length} values do not fit.");
            Assert.DoesNotContain('{', e.Text);
        }
    }

    [Fact]
    public void The_list_in_the_docs_is_complete_and_in_order_of_the_ids()
    {
        var rows = File.ReadAllLines(Path.Combine(DocsFolder(), "events.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]))
            .Select(line => line[2..^2].Split(" | "))
            .ToList();

        var expected = EventSamples.All.OrderBy(e => e.EventId).Select(e => $"{e.EventId} | `{e.Kind}` | `{e.MessageTemplate}`");
        Assert.Equal(expected, rows.Select(row => $"{row[0]} | {row[1]} | {row[3]}"));
        Assert.All(
            EventSamples.All.OrderBy(e => e.EventId).Zip(rows),
            pair => Assert.True(
                pair.Second[2].StartsWith(pair.First.Level.ToString(), StringComparison.Ordinal) && pair.Second[4].Length > 0,
                $"docs/events.md: {pair.First.Kind} is logged at {pair.First.Level}, and the list must say so and when it happens."));
    }

    private static string DocsFolder([CallerFilePath] string here = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "docs"));
}
