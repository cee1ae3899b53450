using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>Whom the rules are for.</summary>
public sealed record LimpetRulesOptions
{
    /// <summary>How many unanswered Requests are remembered when nothing else is said.</summary>
    public const int DefaultMostRequests = 65536;

    /// <summary>How many names are bound in proxy when nothing else is said.</summary>
    public const int DefaultMostBindings = 65536;

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
    public int MostBindingBytes { get; init; } = 64 * DefaultMostBindings;
}
