using Limpet.Core.Limpets.Rules;

namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>The words of a <see cref="NamePrefix"/>.</summary>
internal sealed class PrefixType : TextType<string>
{
    public override string Expected => "words of letters and digits with dots between them, such as Kitchen or House.Kitchen";

    protected override string Pattern => @"^[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$";

    protected override string? Read(string text, string folder, out string value)
    {
        value = text;
        return NamePrefix.Fault(text);
    }

    protected override string Text(string value) => value;
}
