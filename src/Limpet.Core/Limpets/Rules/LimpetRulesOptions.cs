using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>Whom the rules are for.</summary>
public sealed record LimpetRulesOptions
{
    /// <summary>How many unanswered Requests are remembered when nothing else is said.</summary>
    public const int DefaultMostRequests = 65536;

    /// <summary>How many names are bound in proxy when nothing else is said.</summary>
    public const int DefaultMostBindings = 65536;

    /// <summary>How many bytes these names may have together when nothing else is said.</summary>
    public const int DefaultMostBindingBytes = 64 * DefaultMostBindings;

    /// <summary>Our network id.</summary>
    public required uint NetworkId { get; init; }

    /// <summary>The pair's network id, another one.</summary>
    public required uint PairNetworkId { get; init; }

    /// <summary>Our Ksock's id on our bus.</summary>
    public required uint KsockId { get; init; }

    /// <summary>The replier bound to exactly that name on our bus, 0 for none (kbus.md 4, REPLIER). Asked for Stateful Requests alone.</summary>
    public required Func<MessageName, uint> FindReplier { get; init; }

    /// <summary>The name of the message that ends the Limpet, if any.</summary>
    public MessageName? TerminationMessage { get; init; }

    /// <summary>How many unanswered Requests are remembered; the oldest goes when there are more.</summary>
    public int MostRequests { get; init; } = DefaultMostRequests;

    /// <summary>How many names are bound in proxy at the most, since the pair chooses them.</summary>
    public int MostBindings { get; init; } = DefaultMostBindings;

    /// <summary>How many bytes these names may have together, since a bus keeps each of their words.</summary>
    public int MostBindingBytes { get; init; } = DefaultMostBindingBytes;

    /// <summary>How many bytes an entire message (kbus.md 3.1) may have, in either direction and with its name as our bus has it; 0 for no limit but the buses' own.</summary>
    public int MostMessageSize { get; init; }

    /// <summary>Which names may leave our bus, as it has them: those of announcements and Requests, and of our repliers.</summary>
    public NameFilter Export { get; init; } = NameFilter.All;

    /// <summary>Which names may enter our bus, as it has them: those of announcements and Requests, and of the pair's repliers.</summary>
    public NameFilter Import { get; init; } = NameFilter.All;

    /// <summary>What the names of our bus stand under on the other; null for nothing.</summary>
    public NamePrefix? ExportPrefix { get; init; }
}
