using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>A pattern of a <see cref="NameFilter"/>.</summary>
internal sealed class PatternType : TextType<string>
{
    public override string Expected => "a message name or a wildcard, such as $.Sensors.*, or with ! in front an exception";

    protected override string Pattern => $"^!?{NameType.NamePattern}$";

    protected override int? LengthMost => MessageName.MaxLength + 1;

    protected override string? Read(string text, string folder, out string value)
    {
        value = text;
        return NameFilter.Fault(text);
    }

    protected override string Text(string value) => value;
}
