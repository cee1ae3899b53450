namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>Any text but an empty one.</summary>
/// <param name="what">What it is, such as <c>the name of a group</c>.</param>
internal sealed class PlainTextType(string what) : TextType<string>
{
    public override string Expected => what;

    protected override string? Read(string text, string folder, out string value)
    {
        value = text;
        return string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal) ? "" : null;
    }

    protected override string Text(string value) => value;
}
