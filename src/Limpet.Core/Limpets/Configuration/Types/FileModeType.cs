namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>The mode of a file as chmod takes it: three octal digits, with a 0 in front or without.</summary>
internal sealed class FileModeType : TextType<UnixFileMode>
{
    public override string Expected => "the mode of a socket file as three octal digits, such as '0660'";

    protected override string Pattern => "^0?[0-7]{3}$";

    protected override string? Read(string text, string folder, out UnixFileMode value)
    {
        var digits = text.Length == 4 && text[0] == '0' ? text[1..] : text;
        var isMode = digits.Length == 3 && digits.All(c => c is >= '0' and <= '7');
        value = isMode ? (UnixFileMode)Convert.ToInt32(digits, 8) : UnixFileMode.None;
        return isMode ? null : "";
    }

    protected override string Text(UnixFileMode value) => Convert.ToString((int)value, 8).PadLeft(4, '0');
}
