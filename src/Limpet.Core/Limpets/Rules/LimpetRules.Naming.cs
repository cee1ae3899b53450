using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <content>Names as the link has them, which with a prefix are not those of our bus.</content>
public sealed partial class LimpetRules
{
    /// <summary>What a name of our bus is on the link, null where that is too long: under the prefix, but for a Request to a replier whose name came without it.</summary>
    private MessageName? NameOnLink(KbusMessage message)
        => _options.ExportPrefix is not { } prefix ? message.Name
            : message.IsRequest && message.WantsYouToReply && IsReplierWithoutPrefix(message.Name) ? message.Name
            : prefix.Add(message.Name);

    private MessageName? NameOnLink(MessageName name) => _options.ExportPrefix is { } prefix ? prefix.Add(name) : name;

    private MessageName NameHere(MessageName name) => _options.ExportPrefix?.Remove(name) ?? name;

    private KbusMessage AsNamedHere(KbusMessage message)
    {
        var name = NameHere(message.Name);
        return ReferenceEquals(name, message.Name) ? message : message with { Name = name };
    }

    // The Request came to us by a binding in proxy. Any that we hold and that matches will do: the replier beyond has bound it by the name that came.
    private bool IsReplierWithoutPrefix(MessageName name)
    {
        foreach (var candidate in ReplierCandidates.Of(name))
        {
            if (_proxied.TryGetValue(candidate, out var proxied) && proxied.MayBeAsked)
            {
                return proxied.IsAskedWithoutPrefix;
            }
        }

        return false;
    }
}
