namespace Limpet.Scripts.Tests.Documents;

/// <summary>A block of commands or of what they print, and the comments on it, which say to the tests what no reader needs to know.</summary>
/// <param name="File">The file, from the root of the repository.</param>
/// <param name="Line">Where it begins there.</param>
/// <param name="Section">The heading that it stands under.</param>
/// <param name="Text">The block, without its indentation.</param>
/// <param name="Comments">The comments, such as <c>not run: REASON</c>; see docs/testing.md.</param>
internal sealed record DocumentBlock(string File, int Line, string Section, string Text, IReadOnlyList<string> Comments)
{
    /// <summary>How the files of help topics end.</summary>
    public const string TopicExtension = ".help.txt";

    private const string Prompt = "PS> ";

    public string Where => $"{File}, line {Line}";

    /// <summary>Why it is not run; null where it is.</summary>
    public string? NotRun => Comment("not run");

    /// <summary>Whether it stands in a help topic, where commands stand without a prompt and nothing of what they print.</summary>
    public bool IsOfTopic => File.EndsWith(TopicExtension, StringComparison.Ordinal);

    public bool IsSession => Text.StartsWith(Prompt, StringComparison.Ordinal) || Text.Contains("\n" + Prompt, StringComparison.Ordinal);

    /// <summary>What is typed at the prompts in it, each with what it says is printed then; empty where it says nothing.</summary>
    public IEnumerable<(string Command, string Output)> Typed
        => IsOfTopic ? [(Text, Comment("prints") ?? "")] : ("\n" + Text).Split("\n" + Prompt).Skip(1).Select(part => part.Split('\n', 2)).Select(part => (part[0], part.Length > 1 ? part[1].Trim('\n') : ""));

    /// <summary>What a comment says after its first words and a colon; empty where it is those words alone, null where there is no such comment.</summary>
    public string? Comment(string words)
        => Comments.Where(comment => string.Equals(comment, words, StringComparison.Ordinal)).Select(_ => "").FirstOrDefault()
            ?? Comments.Where(comment => comment.StartsWith(words + ":", StringComparison.Ordinal)).Select(comment => comment[(words.Length + 1)..].Trim()).FirstOrDefault();
}
