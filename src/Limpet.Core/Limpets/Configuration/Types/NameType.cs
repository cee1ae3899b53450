using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>A message name (kbus.md 2).</summary>
/// <param name="wildcards">Whether it may be a wildcard.</param>
internal sealed class NameType(bool wildcards) : TextType<MessageName>
{
    /// <summary>What every message name and wildcard matches.</summary>
    public const string NamePattern = @"\$\.([A-Za-z0-9]+\.)*([A-Za-z0-9]+|\*|%)";

    public override string Expected => wildcards ? "a message name or a wildcard, such as $.Sensors.*" : "a message name, such as $.Sensors.Kitchen";

    protected override string Pattern => wildcards ? $"^{NamePattern}$" : @"^\$(\.[A-Za-z0-9]+)+$";

    protected override int? LengthMost => MessageName.MaxLength;

    protected override string? Read(string text, string folder, out MessageName value)
    {
        value = MessageName.TryParse(text, out var name, out var fault) ? name : null!;
        return name is null ? NameRules.Describe(text, fault) : name.IsWildcard && !wildcards ? "" : null;
    }

    protected override string Text(MessageName value) => value.Value;
}
