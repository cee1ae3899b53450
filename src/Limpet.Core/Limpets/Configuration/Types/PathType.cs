namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>A file. A relative path goes from the config file's folder.</summary>
/// <param name="what">What is in it, such as <c>a log</c>.</param>
/// <param name="isElsewhere">Whether a text is no path at all, but asks for something else; null where every text is a path.</param>
internal sealed class PathType(string what, Func<string, bool>? isElsewhere = null) : TextType<string>
{
    /// <summary>What to say of a path that counts on a shell.</summary>
    public const string NoHome = "~ stands for no folder in a config file; expected a path from the root, or one from the file's folder.";

    public override string Expected => $"the path of {what}, from the root or from the folder of this file";

    /// <summary>Whether a shell would make it a path in a home directory.</summary>
    public static bool IsOfHome(string path) => path is ['~'] or ['~', '/', ..];

    protected override string? Read(string text, string folder, out string value)
    {
        value = text;
        if (string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal))
        {
            return "";
        }

        if (IsOfHome(text))
        {
            return NoHome;
        }

        value = isElsewhere?.Invoke(text) == true ? text : Path.GetFullPath(text, folder);
        return null;
    }

    protected override string Text(string value) => value;
}
