namespace Limpet.Scripts.Tests.Documents;

/// <summary>Every block of commands in README.md, docs/*.md and the about topics runs, and prints what it says; those that cannot run here say why.</summary>
public sealed class DocumentTests
{
    // Counted, so that none is left out by mistake. Whoever adds one adds its reason.
    private const int NotRun = 28;

    public static IEnumerable<TheoryDataRow<string, string>> Sections()
        => DocumentSet.Sections.Select(section => new TheoryDataRow<string, string>(section.File, section.Section) { TestDisplayName = $"{section.File}: {section.Section}" });

    [Theory]
    [MemberData(nameof(Sections))]
    public void Its_blocks_run_and_print_what_they_say(string file, string section)
    {
        lock (ScriptRun.OneAtATime)
        {
            using var run = new SectionRun();
            foreach (var block in DocumentSet.Sections.Single(one => one.File == file && one.Section == section).Blocks)
            {
                run.Run(block);
            }
        }
    }

    [Fact]
    public void Those_that_are_not_run_say_why_and_are_counted()
    {
        var notRun = DocumentSet.Blocks.Where(block => block.NotRun is not null).ToList();
        Assert.All(notRun, block => Assert.True(block.NotRun!.Length > 20, $"{block.Where}: it does not say why it is not run"));
        Assert.True(notRun.Count == NotRun, $"{notRun.Count} blocks are not run; expected {NotRun}: {string.Join(", ", notRun.Select(block => $"{block.Where} ({block.NotRun})"))}");
    }

    [Fact]
    public void A_comment_that_no_test_understands_is_none()
    {
        string[] known = ["not run", "before", "after", "terminal", "goes on", "printed after", "printed then", "config", "config errors", "Pester", "here", "prints", "sh", "defaults"];
        foreach (var block in DocumentSet.Blocks)
        {
            Assert.All(block.Comments, comment => Assert.True(known.Contains(comment.Split(':', 2)[0]), $"{block.Where}: the comment '{comment}' is none of {string.Join(", ", known)}"));
        }
    }

    [Fact]
    public void Each_note_on_a_topic_is_on_a_block_that_there_is()
        => Assert.All(TopicReader.Notes, note => Assert.True(
            DocumentSet.Blocks.Any(block => block.IsOfTopic && TopicReader.SectionOfNotes(block.File, block.Section) == note.Section && block.Text.Split('\n')[0] == note.Text),
            $"{note.Where}: no block under '{note.Section}' begins with '{note.Text}'"));
}
