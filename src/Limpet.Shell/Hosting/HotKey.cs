namespace Limpet.Shell.Hosting;

/// <summary>The label of a choice, and the key that stands for it: the letter after the <c>&amp;</c>, else the whole label.</summary>
internal sealed record HotKey(string Key, string Text)
{
    public static HotKey Of(string label)
    {
        var at = label.IndexOf('&', StringComparison.Ordinal);
        var text = label.Replace("&", "", StringComparison.Ordinal);
        return at >= 0 && at < label.Length - 1 ? new HotKey(char.ToUpperInvariant(label[at + 1]).ToString(), text) : new HotKey(text, text);
    }

    public bool IsMeantBy(string answer) =>
        answer.Equals(Key, StringComparison.OrdinalIgnoreCase) || answer.Equals(Text, StringComparison.OrdinalIgnoreCase);
}
