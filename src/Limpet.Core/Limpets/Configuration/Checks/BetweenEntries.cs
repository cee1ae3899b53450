using Limpet.Core.Limpets.Configuration.Reading;
using Limpet.Core.Limpets.Configuration.Tables;
using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Limpets.Configuration.Checks;

/// <summary>Whether the entries of a config can be together.</summary>
internal static class BetweenEntries
{
    private static readonly string[] s_compared = ["kbus", "backend", EntryTable.Listen, EntryTable.Connect, "networkId"];

    public static void Check(LimpetConfig config, ConfigNode root, ConfigFindings findings)
    {
        if (root.Find("limpets") is not { } list)
        {
            return;
        }

        // What is wrong in itself is compared with nothing.
        var entries = list.Items.Zip(config.Limpets, (node, entry) => (Node: node, Entry: entry))
            .Where(it => it.Entry.Listen is null != it.Entry.Connect is null && s_compared.All(name => !findings.IsWrong($"{it.Node.Path}.{name}")))
            .ToList();
        for (var later = 1; later < entries.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (Conflict(entries[earlier].Entry, entries[later].Entry) is var (property, expected, why))
                {
                    var node = entries[later].Node;
                    var place = node.Find(property) ?? node.Find(EntryTable.Connect) ?? node.Find(EntryTable.Listen)!;
                    findings.Add(LimpetConfigFault.Conflict, place, expected, $"{why}, with {entries[earlier].Node.Path}; expected {expected}.");
                    break;
                }
            }
        }
    }

    // Which property of the later one is wrong, what is expected, and why.
    private static (string Property, string Expected, string Why)? Conflict(LimpetConfigEntry earlier, LimpetConfigEntry later)
    {
        if (!IsSamePlace(earlier.Endpoint, later.Endpoint))
        {
            return null;
        }

        var endpoint = Quoting.Shorten(later.Endpoint.ToString()!);
        if (earlier.Listen is not null && later.Listen is not null)
        {
            return (EntryTable.Listen, "an endpoint of its own; one that listens serves many peers", $"Two Limpets cannot listen on {endpoint}");
        }

        if (earlier.Options.Kbus == later.Options.Kbus && earlier.Options.Backend == later.Options.Backend)
        {
            return earlier.Connect is not null && later.Connect is not null
                ? (EntryTable.Connect, "one link between two buses", $"Two links from bus {later.Options.Kbus} to {endpoint} form a loop")
                : ("kbus", "two buses", $"Bus {later.Options.Kbus} would be joined with itself by {endpoint}");
        }

        var (id, other) = (later.Options.NetworkIdFor(later.Role), earlier.Options.NetworkIdFor(earlier.Role));
        return id != other ? null
            : earlier.Role == later.Role ? ("networkId", "a network id of its own", $"The Limpet at {endpoint} would take both for one, as both have the network id {id}")
            : ("networkId", "different network ids", $"Both ends of the link by {endpoint} have the network id {id}");
    }

    private static bool IsSamePlace(Endpoint one, Endpoint other)
        => (one, other) is (HostEndpoint a, HostEndpoint b)
            ? a.Port == b.Port && (Host(a) is HostEndpoint.EveryAddress || Host(b) is HostEndpoint.EveryAddress || string.Equals(Host(a), Host(b), StringComparison.OrdinalIgnoreCase))
            : one.Equals(other);

    private static string Host(HostEndpoint endpoint) => endpoint.Host is "" or "127.0.0.1" ? "localhost" : endpoint.Host;
}
