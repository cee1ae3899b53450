using CsCheck;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Configuration;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Configuration;

/// <summary>Configs by chance.</summary>
internal static class ConfigGens
{
    private static readonly Gen<string> Word = Gen.Char["abcXYZ019"].Array[1, 4].Select(chars => new string(chars));
    private static readonly Gen<string> Name = Word.Array[1, 3].Select(words => "$." + string.Join('.', words));
    private static readonly Gen<string> Pattern = Gen.Select(Name, AnyOf("", ".*", ".%"), AnyOf("", "!")).Select((name, end, mark) => mark + name + end);
    private static readonly Gen<string> FilePath = Gen.Char["ab é'\"\\€$"].Array[1, 6].Select(chars => "/f/x" + new string(chars) + "x");
    private static readonly Gen<TimeSpan> Time = Gen.OneOf(Gen.Long[10_000, 10_000_000_000_000].Select(TimeSpan.FromTicks), Gen.Int[1, 100].Select(seconds => TimeSpan.FromSeconds(seconds)));
    private static readonly Gen<TimeSpan> Limit = Gen.OneOf(Time, Gen.Const(Timeout.InfiniteTimeSpan));
    private static readonly Gen<int> Count = Gen.OneOf(Gen.Int[1, 100], Gen.Int[1, int.MaxValue]);

    private static readonly Gen<TlsFiles> Tls =
        Gen.Select(FilePath, FilePath.Null(), FilePath.Null(), FilePath.Array[1, 3].Null(), Word.Array[1, 3].Null())
            .Select((certificate, key, password, trusted, names) => new TlsFiles { Certificate = certificate, Key = key, PasswordFile = password, TrustedCa = trusted, PeerNames = names });

    private static readonly Gen<LimpetOptions> Common =
        from kbus in Gen.Int[0, 255]
        from backend in Gen.Enum<KbusBackend>()
        from id in Gen.UInt[1, uint.MaxValue].Nullable()
        from name in Gen.OneOf(Gen.Const("$.*"), Name)
        from end in Name.Null()
        from export in Pattern.Array[0, 3]
        from import in Pattern.Array[0, 3]
        from prefix in Word.Array[1, 2].Select(words => "P" + string.Join('.', words)).Null()
        from numbers in Gen.Select(Count, Count, Count, Count, Gen.Int[0, int.MaxValue])
        from size in Gen.OneOf(Gen.Const(0), Gen.Int[100, int.MaxValue])
        from times in Gen.Select(Limit, Limit, Limit)
        from verbosity in Gen.Int[0, 2]
        select new LimpetOptions
        {
            Kbus = kbus,
            Backend = backend,
            NetworkId = id,
            MessageName = MessageName.Parse(name),
            TerminationMessage = end is null ? null : MessageName.Parse(end),
            Export = NameFilter.Parse(export),
            Import = NameFilter.Parse(import),
            ExportPrefix = prefix,
            MaxMessages = (uint)numbers.Item1,
            MaxRequests = numbers.Item2,
            MaxBindings = numbers.Item3,
            SendBuffer = numbers.Item4,
            RateLimit = numbers.Item5,
            MaxMessageSize = size,
            Timeout = times.Item1,
            MessageTimeout = times.Item2,
            StallTimeout = times.Item3,
            Verbosity = verbosity,
        };

    private static readonly Gen<LimpetConfigEntry> Unix =
        from options in Common
        from path in Word
        from mode in Gen.Int[0, 511]
        from grp in Word.Null()
        from users in Gen.UInt.Array[0, 3].Null()
        from peers in Count
        from log in FilePath.Null()
        select new LimpetConfigEntry
        {
            Listen = new UnixEndpoint("/u/" + path),
            LogPath = log,
            Options = options with { Listening = new ListenOptions { Mode = (UnixFileMode)mode, Group = grp }, AllowedUsers = users, MaxPeers = peers },
        };

    private static readonly Gen<LimpetConfigEntry> Host =
        from options in Common
        from tls in Tls.Null()
        from host in Gen.OneOf(Word, Gen.Const("::1"))
        from port in Gen.Int[1, 65535]
        from attempts in Gen.Int[0, int.MaxValue]
        from first in Time
        from more in Time
        from once in Gen.Bool
        select new LimpetConfigEntry
        {
            Connect = tls is null ? new TcpEndpoint(host, port) : new TlsEndpoint(host, port),
            Tls = tls,
            Options = once ? options with { Once = true } : options with { MaxAttempts = attempts, FirstRetry = first < more ? first : more, LongestRetry = first < more ? more : first },
        };

    /// <summary>A config that is right. Each entry has an endpoint of its own.</summary>
    public static readonly Gen<LimpetConfig> Config =
        Gen.OneOf(Unix, Host).Array[1, 4].Select(entries => new LimpetConfig { Limpets = [.. entries.DistinctBy(entry => entry.Endpoint is HostEndpoint host ? $"{host.Port}" : entry.Endpoint.ToString())] });

    /// <summary>One of these.</summary>
    public static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<T?> Null<T>(this Gen<T> gen)
        where T : class
        => Gen.OneOf(gen.Select(value => (T?)value), Gen.Const((T?)null));
}
