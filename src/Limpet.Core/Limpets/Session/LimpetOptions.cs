using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;
using Serilog;

namespace Limpet.Core.Limpets.Session;

/// <summary>How a Limpet is to be.</summary>
public sealed record LimpetOptions
{
    /// <summary>The network id of a client that is told none.</summary>
    public const uint ClientNetworkId = 1;

    /// <summary>The network id of a server that is told none.</summary>
    public const uint ServerNetworkId = 2;

    /// <summary>How many messages the Ksock may queue when nothing else is said (limpet.md 2).</summary>
    public const uint DefaultMaxMessages = 10_000;

    // What MAXMSGSIZE takes at the least (kbus.md 4): the shortest message with a name is hardly shorter.
    private const int LeastMaxMessageSize = 100;

    /// <summary>How long a peer may take to say HELO when nothing else is said.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The names that are passed on when nothing else is said.</summary>
    public static readonly MessageName EveryName = MessageName.Parse("$.*");

    /// <summary>The device, 0 to 255.</summary>
    public int Kbus { get; init; }

    /// <summary>Which bus that number means.</summary>
    public KbusBackend Backend { get; init; } = KbusBackend.Auto;

    /// <summary>What opens the Ksock in place of <see cref="Kbus"/> and <see cref="Backend"/>, such as a bus of the program's own. The Limpet closes what it gave.</summary>
    public Func<IKsock>? OpenKsock { get; init; }

    /// <summary>Our network id, 1 or more; null for <see cref="ClientNetworkId"/> or <see cref="ServerNetworkId"/>.</summary>
    public uint? NetworkId { get; init; }

    /// <summary>The names that are passed on to the other bus.</summary>
    public MessageName MessageName { get; init; } = EveryName;

    /// <summary>The name of the message that ends the Limpet, if any.</summary>
    public MessageName? TerminationMessage { get; init; }

    /// <summary>How many messages the Ksock may queue (MAXMSGS).</summary>
    public uint MaxMessages { get; init; } = DefaultMaxMessages;

    /// <summary>How many unanswered Requests are remembered.</summary>
    public int MaxRequests { get; init; } = LimpetRulesOptions.DefaultMostRequests;

    /// <summary>How many repliers of the peer are bound in proxy, 1 or more.</summary>
    public int MaxBindings { get; init; } = LimpetRulesOptions.DefaultMostBindings;

    /// <summary>How many bytes an entire message (kbus.md 3.1) may have to pass, in either direction, 100 or more; 0 for the limit of the bus alone.</summary>
    public int MaxMessageSize { get; init; }

    /// <summary>Which names leave our bus, as it has them: those of announcements and Requests, and of the repliers that the peer is told of.</summary>
    public NameFilter Export { get; init; } = NameFilter.All;

    /// <summary>Which names enter our bus, as it has them: those of announcements and Requests, and of the peer's repliers that are bound in proxy.</summary>
    public NameFilter Import { get; init; } = NameFilter.All;

    /// <summary>What the names of our bus stand under on the other, such as <c>Kitchen</c> for <c>$.Kitchen.</c>; null for nothing.</summary>
    public string? ExportPrefix { get; init; }

    /// <summary>How long connecting may take, and how long the peer may take to say HELO; infinite for ever.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>0 quiet, 1 announces itself, 2 tells of each message (limpet.md 6).</summary>
    public int Verbosity { get; init; } = 1;

    /// <summary>Where it logs; nowhere unless told.</summary>
    public ILogger Logger { get; init; } = Serilog.Core.Logger.None;

    /// <summary>
    /// Told of what happens. It is called on the threads that carry messages, also those of the programs that send them: it must be quick, and must not wait.
    /// </summary>
    public Action<LimpetEvent>? OnEvent { get; init; }

    /// <summary>The network id that holds for that side.</summary>
    public uint NetworkIdFor(LimpetRole role) => NetworkId ?? (role == LimpetRole.Client ? ClientNetworkId : ServerNetworkId);

    /// <summary>Checks what the types allow and a Limpet does not.</summary>
    /// <exception cref="LimpetOptionException">A value is out of its range; the message says which, and what is expected.</exception>
    public void Check()
    {
        if (Kbus is < 0 or > 255)
        {
            throw new LimpetOptionException(nameof(Kbus), $"Kbus is {Kbus}; expected 0 to 255.");
        }

        if (NetworkId == 0)
        {
            throw new LimpetOptionException(nameof(NetworkId), "NetworkId is 0; expected 1 to 4294967295.");
        }

        if (MaxMessages == 0)
        {
            throw new LimpetOptionException(nameof(MaxMessages), "MaxMessages is 0; expected 1 or more.");
        }

        if (MaxBindings < 1)
        {
            throw new LimpetOptionException(nameof(MaxBindings), $"MaxBindings is {MaxBindings}; expected 1 or more.");
        }

        if (MaxMessageSize != 0 && MaxMessageSize < LeastMaxMessageSize)
        {
            throw new LimpetOptionException(nameof(MaxMessageSize), $"MaxMessageSize is {MaxMessageSize}; expected {LeastMaxMessageSize} bytes or more, or 0 for the limit of the bus alone.");
        }

        if (ExportPrefix is not null && NamePrefix.Fault(ExportPrefix) is { } fault)
        {
            throw new LimpetOptionException(nameof(ExportPrefix), $"ExportPrefix: {fault}");
        }

        if (Timeout <= TimeSpan.Zero && Timeout != System.Threading.Timeout.InfiniteTimeSpan)
        {
            throw new LimpetOptionException(nameof(Timeout), $"Timeout is {Timeout}; expected more than zero, or infinite.");
        }

        if (Verbosity is < 0 or > 2)
        {
            throw new LimpetOptionException(nameof(Verbosity), $"Verbosity is {Verbosity}; expected 0 (quiet), 1 (announces itself) or 2 (tells of each message).");
        }

        if (TerminationMessage is { IsWildcard: true })
        {
            throw new LimpetOptionException(nameof(TerminationMessage), $"The termination message '{TerminationMessage}' is a wildcard; expected the name of one message.");
        }
    }
}
