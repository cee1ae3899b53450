using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Limpets.Transport.Tls;
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

    /// <summary>How many peers a server takes when nothing else is said.</summary>
    public const int DefaultMaxPeers = 64;

    /// <summary>How many bytes are held for a peer when nothing else is said.</summary>
    public const int DefaultSendBuffer = 1024 * 1024;

    /// <summary>How long a client waits before its second attempt when nothing else is said.</summary>
    public static readonly TimeSpan DefaultFirstRetry = TimeSpan.FromMilliseconds(100);

    /// <summary>How long it waits at the most when nothing else is said.</summary>
    public static readonly TimeSpan DefaultLongestRetry = TimeSpan.FromSeconds(30);

    /// <summary>How long a message may take to come when nothing else is said.</summary>
    public static readonly TimeSpan DefaultMessageTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a peer may take nothing when nothing else is said.</summary>
    public static readonly TimeSpan DefaultStallTimeout = TimeSpan.FromSeconds(20);

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

    /// <summary>
    /// What opens a Ksock in place of <see cref="Kbus"/> and <see cref="Backend"/>, such as on a bus of the program's own: once at the start, and once for each
    /// link. The Limpet closes what it gave.
    /// </summary>
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

    /// <summary>
    /// One link and the end with it, as the originals do (limpet.md 1 and 5): a server takes one peer and then listens no more, a client does not connect again.
    /// </summary>
    public bool Once { get; init; }

    /// <summary>How many peers a server takes at a time.</summary>
    public int MaxPeers { get; init; } = DefaultMaxPeers;

    /// <summary>How many attempts of a client may fail in a row; 0 for any number.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>How long a client waits before it connects again; twice as long after each attempt that failed, less a share by chance.</summary>
    public TimeSpan FirstRetry { get; init; } = DefaultFirstRetry;

    /// <summary>The longest that such a wait becomes.</summary>
    public TimeSpan LongestRetry { get; init; } = DefaultLongestRetry;

    /// <summary>How long a message that has begun may take to come; infinite for ever.</summary>
    public TimeSpan MessageTimeout { get; init; } = DefaultMessageTimeout;

    /// <summary>How long a peer may take not one byte of what is sent before the link is ended; infinite for ever.</summary>
    public TimeSpan StallTimeout { get; init; } = DefaultStallTimeout;

    /// <summary>How many bytes are held for a peer that does not take them before no more messages are read from our Ksock, where the rest then waits.</summary>
    public int SendBuffer { get; init; } = DefaultSendBuffer;

    /// <summary>How many messages a second a peer may send; one that sends more is read no faster, and loses nothing. 0 for any number.</summary>
    public int RateLimit { get; init; }

    /// <summary>The mode and group of the socket file of a server.</summary>
    public ListenOptions Listening { get; init; } = new();

    /// <summary>Our certificate and whom we believe, which a <c>tls:</c> endpoint needs; null elsewhere.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>
    /// The users that may be at the other end of a Unix socket; null for this user and root, or for all whom the socket file lets in where
    /// <see cref="Listening"/> makes it anything but this user's alone. A client with null takes any.
    /// </summary>
    public IReadOnlyCollection<uint>? AllowedUsers { get; init; }

    /// <summary>0 quiet, 1 announces itself, 2 tells of each message (limpet.md 6): what <see cref="OnEvent"/> hears. A log has its own level.</summary>
    public int Verbosity { get; init; } = 1;

    /// <summary>
    /// Where it logs; nowhere unless told. What happens to the Limpet is Information and worse, each message is Debug, and Verbose adds the messages' data.
    /// docs/events.md lists the events with their ids.
    /// </summary>
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
        Require(Kbus is >= 0 and <= 255, nameof(Kbus), Kbus, "0 to 255");
        Require(NetworkId != 0, nameof(NetworkId), NetworkId, "1 to 4294967295");
        Require(MaxMessages > 0, nameof(MaxMessages), MaxMessages, "1 or more");
        Require(MaxRequests > 0, nameof(MaxRequests), MaxRequests, "1 or more");
        Require(MaxPeers > 0, nameof(MaxPeers), MaxPeers, "1 or more");
        Require(MaxAttempts >= 0, nameof(MaxAttempts), MaxAttempts, "0 for any number, or more");
        Require(RateLimit >= 0, nameof(RateLimit), RateLimit, "0 for any number, or more");
        Require(SendBuffer > 0, nameof(SendBuffer), SendBuffer, "1 byte or more");
        Require(IsTimeout(Timeout), nameof(Timeout), Timeout, "more than zero, or infinite");
        Require(IsTimeout(MessageTimeout), nameof(MessageTimeout), MessageTimeout, "more than zero, or infinite");
        Require(IsTimeout(StallTimeout), nameof(StallTimeout), StallTimeout, "more than zero, or infinite");
        Require(FirstRetry > TimeSpan.Zero, nameof(FirstRetry), FirstRetry, "more than zero");
        Require(LongestRetry >= FirstRetry, nameof(LongestRetry), LongestRetry, $"{nameof(FirstRetry)}, which is {FirstRetry}, or more");
        Require(Verbosity is >= 0 and <= 2, nameof(Verbosity), Verbosity, "0 (quiet), 1 (announces itself) or 2 (tells of each message)");
        Require(MaxBindings > 0, nameof(MaxBindings), MaxBindings, "1 or more");
        Require(MaxMessageSize is 0 or >= LeastMaxMessageSize, nameof(MaxMessageSize), MaxMessageSize, $"{LeastMaxMessageSize} bytes or more, or 0 for the limit of the bus alone");
        if (ExportPrefix is not null && NamePrefix.Fault(ExportPrefix) is { } fault)
        {
            throw new LimpetOptionException(nameof(ExportPrefix), $"ExportPrefix: {fault}");
        }

        if (TerminationMessage is { IsWildcard: true })
        {
            throw new LimpetOptionException(nameof(TerminationMessage), $"The termination message '{TerminationMessage}' is a wildcard; expected the name of one message.");
        }
    }

    /// <summary>Checks that too, and whether the options go with that endpoint.</summary>
    /// <exception cref="LimpetOptionException">A value is out of its range, or the endpoint needs a certificate or uses none.</exception>
    public void Check(Endpoint endpoint)
    {
        Check();
        TlsOptions.CheckFor(endpoint, Tls);
    }

    private static bool IsTimeout(TimeSpan value) => value > TimeSpan.Zero || value == System.Threading.Timeout.InfiniteTimeSpan;

    private static void Require(bool holds, string option, object? found, string expected)
    {
        if (!holds)
        {
            throw new LimpetOptionException(option, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{option} is {found}; expected {expected}."));
        }
    }
}
