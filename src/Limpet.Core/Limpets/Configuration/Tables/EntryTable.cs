using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Configuration.Checks;
using Limpet.Core.Limpets.Configuration.Types;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Limpets.Session;
using Row = Limpet.Core.Limpets.Configuration.Tables.Property<Limpet.Core.Limpets.Configuration.LimpetConfigEntry>;

namespace Limpet.Core.Limpets.Configuration.Tables;

/// <summary>What an entry of a config holds: where a Limpet is, and every option that a user can set.</summary>
internal static class EntryTable
{
    /// <summary>The property of Limpets that listen, without which those of servers have no meaning.</summary>
    public const string Listen = "listen";

    /// <summary>The same of those that connect.</summary>
    public const string Connect = "connect";

    private static readonly LimpetOptions s_defaults = new();

    public static readonly ConfigProperty<LimpetConfigEntry>[] Rows = [.. Place(), .. Naming(), .. Limits(), .. Times(), .. Access(), .. Telling()];

    public static readonly ObjectType<LimpetConfigEntry> Type = new("an object that describes a Limpet", new LimpetConfigEntry(), Rows, EntryChecks.Check);

    private static IEnumerable<ConfigProperty<LimpetConfigEntry>> Place() =>
    [
        Row.Required(
            "kbus", new IntegerType(0, 255), "The number of the bus.", e => e.Options.Kbus, (e, v) => e with { Options = e.Options with { Kbus = (int)v } }),
        Row.With(
            "backend",
            new ChoiceType<KbusBackend>(),
            s_defaults.Backend,
            "Which bus that number means: /dev/kbusN, the embedded one, or the first of them that there is.",
            e => e.Options.Backend,
            (e, v) => e with { Options = e.Options with { Backend = v } }),
        Row.Maybe(Listen, new EndpointType(), "Where it listens for any number of peers. Relative paths go from the folder of this file.", e => e.Listen, (e, v) => e with { Listen = v }, isOneOf: true),
        Row.Maybe(Connect, new EndpointType(), "Where it connects to, again after each loss. Relative paths go from the folder of this file.", e => e.Connect, (e, v) => e with { Connect = v }, isOneOf: true),
        new ConfigPropertyOf<LimpetConfigEntry, long>(
            "networkId",
            new IntegerType(1, uint.MaxValue),
            $"Our network id, other than the peer's. Without it {LimpetOptions.ServerNetworkId} for one that listens and {LimpetOptions.ClientNetworkId} for one that connects.",
            e => (e.Options.NetworkId is not null, e.Options.NetworkId ?? 0),
            (e, v) => e with { Options = e.Options with { NetworkId = (uint)v } }),
        Row.With("once", new FlagType(), s_defaults.Once, "One link and the end with it: no further peer, no further attempt.", e => e.Options.Once, (e, v) => e with { Options = e.Options with { Once = v } }),
    ];

    private static IEnumerable<ConfigProperty<LimpetConfigEntry>> Naming() =>
    [
        Row.With(
            "messageName", new NameType(wildcards: true), s_defaults.MessageName, "The names that the Limpet listens for and passes on.", e => e.Options.MessageName, (e, v) => e with { Options = e.Options with { MessageName = v } }),
        Row.Maybe(
            "terminationMessage", new NameType(wildcards: false), "The name of the message that ends the Limpet.", e => e.Options.TerminationMessage, (e, v) => e with { Options = e.Options with { TerminationMessage = v } }),
        Row.Maybe("export", Patterns(), "Which names leave this bus; with ! in front exceptions.", e => Some(e.Options.Export), (e, v) => e with { Options = e.Options with { Export = NameFilter.Parse(v) } }),
        Row.Maybe("import", Patterns(), "Which names enter this bus; with ! in front exceptions.", e => Some(e.Options.Import), (e, v) => e with { Options = e.Options with { Import = NameFilter.Parse(v) } }),
        Row.Maybe(
            "exportPrefix", new PrefixType(), "Words under which the names of this bus stand on the other, such as Kitchen for $.Kitchen.", e => e.Options.ExportPrefix, (e, v) => e with { Options = e.Options with { ExportPrefix = v } }),
    ];

    private static IEnumerable<ConfigProperty<LimpetConfigEntry>> Limits() =>
    [
        Row.With("maxPeers", Count(), s_defaults.MaxPeers, "How many peers are served at a time.", e => e.Options.MaxPeers, (e, v) => e with { Options = e.Options with { MaxPeers = (int)v } }, needs: Listen),
        Row.With(
            "maxMessages", new IntegerType(1, uint.MaxValue), s_defaults.MaxMessages, "How many messages may wait on the bus to be passed on, for each peer.", e => e.Options.MaxMessages, (e, v) => e with { Options = e.Options with { MaxMessages = (uint)v } }),
        Row.With("maxRequests", Count(), s_defaults.MaxRequests, "How many unanswered Requests are remembered for each peer.", e => e.Options.MaxRequests, (e, v) => e with { Options = e.Options with { MaxRequests = (int)v } }),
        Row.With("maxBindings", Count(), s_defaults.MaxBindings, "How many repliers of a peer are bound in proxy.", e => e.Options.MaxBindings, (e, v) => e with { Options = e.Options with { MaxBindings = (int)v } }),
        Row.With(
            "maxMessageSize",
            new IntegerType(100, int.MaxValue, alsoZero: true, "the limit of the bus alone"),
            s_defaults.MaxMessageSize,
            "How many bytes a message with its header may have; 0 for the limit of the bus alone.",
            e => e.Options.MaxMessageSize,
            (e, v) => e with { Options = e.Options with { MaxMessageSize = (int)v } }),
        Row.With(
            "rateLimit", new IntegerType(0, int.MaxValue, zeroMeans: "any number"), s_defaults.RateLimit, "How many messages a second a peer may send; 0 for any number.", e => e.Options.RateLimit, (e, v) => e with { Options = e.Options with { RateLimit = (int)v } }),
        Row.With("sendBuffer", Count(), s_defaults.SendBuffer, "How many bytes are held for a peer that does not take them.", e => e.Options.SendBuffer, (e, v) => e with { Options = e.Options with { SendBuffer = (int)v } }),
    ];

    private static IEnumerable<ConfigProperty<LimpetConfigEntry>> Times() =>
    [
        Row.With("timeout", Seconds(), s_defaults.Timeout, "Seconds that connecting may take, and the peer's HELO.", e => e.Options.Timeout, (e, v) => e with { Options = e.Options with { Timeout = v } }),
        Row.With(
            "messageTimeout", Seconds(), s_defaults.MessageTimeout, "Seconds that a message which has begun may take to come.", e => e.Options.MessageTimeout, (e, v) => e with { Options = e.Options with { MessageTimeout = v } }),
        Row.With(
            "stallTimeout", Seconds(), s_defaults.StallTimeout, "Seconds that a peer may take nothing of what is sent before its link is ended.", e => e.Options.StallTimeout, (e, v) => e with { Options = e.Options with { StallTimeout = v } }),
        Row.With(
            "maxAttempts",
            new IntegerType(0, int.MaxValue, zeroMeans: "any number"),
            s_defaults.MaxAttempts,
            "How many attempts to connect may fail in a row; 0 for any number.",
            e => e.Options.MaxAttempts,
            (e, v) => e with { Options = e.Options with { MaxAttempts = (int)v } },
            needs: Connect),
        Row.With(
            "firstRetry", new SecondsType(mayBeInfinite: false), s_defaults.FirstRetry, "Seconds until the second attempt; twice as long after each that failed.", e => e.Options.FirstRetry, (e, v) => e with { Options = e.Options with { FirstRetry = v } }, needs: Connect),
        Row.With(
            "longestRetry", new SecondsType(mayBeInfinite: false), s_defaults.LongestRetry, "The most seconds that such a wait becomes.", e => e.Options.LongestRetry, (e, v) => e with { Options = e.Options with { LongestRetry = v } }, needs: Connect),
    ];

    private static IEnumerable<ConfigProperty<LimpetConfigEntry>> Access() =>
    [
        Row.With(
            "socketMode",
            new FileModeType(),
            s_defaults.Listening.Mode,
            "The mode of the socket file: who may write to it may connect.",
            e => e.Options.Listening.Mode,
            (e, v) => e with { Options = e.Options with { Listening = e.Options.Listening with { Mode = v } } },
            needs: Listen),
        Row.Maybe(
            "socketGroup",
            new PlainTextType("the name or number of a group"),
            "The group that the socket file is given to.",
            e => e.Options.Listening.Group,
            (e, v) => e with { Options = e.Options with { Listening = e.Options.Listening with { Group = v } } },
            needs: Listen),
        Row.Maybe(
            "allowUid",
            new ListType<long>(new IntegerType(0, uint.MaxValue), "numbers of users", mayBeEmpty: true),
            "The users, by number, that may be at the other end of a Unix socket. Without it this user and root, or whom the socket file lets in.",
            e => e.Options.AllowedUsers is null ? null : (IReadOnlyList<long>)[.. e.Options.AllowedUsers.Select(user => (long)user)],
            (e, v) => e with { Options = e.Options with { AllowedUsers = [.. v.Select(user => (uint)user)] } }),
        Row.Maybe("tls", TlsTable.Type, "The certificates, which a tls: endpoint needs.", e => e.Tls, (e, v) => e with { Tls = v }),
    ];

    private static IEnumerable<ConfigProperty<LimpetConfigEntry>> Telling() =>
    [
        Row.With(
            "verbosity", new IntegerType(0, 2), s_defaults.Verbosity, "0 tells nothing, 1 what happens to the Limpet, 2 of each message too.", e => e.Options.Verbosity, (e, v) => e with { Options = e.Options with { Verbosity = (int)v } }),
        Row.Maybe("logPath", new PathType("a log"), "A file to log to as compact JSON, a line an event. Its folder must exist.", e => e.LogPath, (e, v) => e with { LogPath = v }),
    ];

    private static IntegerType Count() => new(1, int.MaxValue);

    private static SecondsType Seconds() => new(mayBeInfinite: true);

    private static ListType<string> Patterns() => new(new PatternType(), "name patterns");

    private static IReadOnlyList<string>? Some(NameFilter filter) => filter.Patterns.Count == 0 ? null : filter.Patterns;
}
