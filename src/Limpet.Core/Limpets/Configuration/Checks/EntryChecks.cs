using Limpet.Core.Limpets.Configuration.Reading;
using Limpet.Core.Limpets.Configuration.Tables;
using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Limpets.Configuration.Checks;

/// <summary>Whether the properties of one entry go together.</summary>
internal static class EntryChecks
{
    private static readonly string[] s_ofFiles = ["socketMode", "socketGroup", "allowUid"];
    private static readonly string[] s_ofSeveral = ["maxPeers", "maxAttempts", "firstRetry", "longestRetry"];

    public static void Check(LimpetConfigEntry entry, ConfigNode node, ConfigFindings findings)
    {
        var (listen, connect) = (node.Find(EntryTable.Listen), node.Find(EntryTable.Connect));
        if (listen is null && connect is null)
        {
            findings.Add(LimpetConfigFault.Missing, node.Path, node.Offset, "neither", "'listen' or 'connect'", $"{node.Path} has neither 'listen' nor 'connect'; expected one of them.");
        }
        else if (listen is not null && connect is not null)
        {
            findings.Add(LimpetConfigFault.Conflict, connect, "'listen' or 'connect', not both", "A Limpet either listens or connects, and 'listen' is there too; expected one of them.");
        }
        else
        {
            CheckSide(node, listen is null ? EntryTable.Connect : EntryTable.Listen, findings);
            CheckEndpoint(entry, node, findings);
        }

        if (entry.Options.Once)
        {
            Refuse(node, s_ofSeveral, "There is one link and no other with 'once'", "no such property beside 'once'", findings);
        }

        CheckRetries(entry, node, findings);
    }

    private static void CheckSide(ConfigNode node, string side, ConfigFindings findings)
    {
        foreach (var row in EntryTable.Rows)
        {
            if (row.Needs is { } needs && !string.Equals(needs, side, StringComparison.Ordinal))
            {
                Refuse(node, [row.Name], $"It is for Limpets that {needs}, and this one has '{side}'", $"'{row.Name}' beside '{needs}' alone", findings);
            }
        }
    }

    private static void CheckEndpoint(LimpetConfigEntry entry, ConfigNode node, ConfigFindings findings)
    {
        var endpoint = entry.Listen ?? entry.Connect;
        if (endpoint is null)
        {
            return;
        }

        if (endpoint is not UnixEndpoint)
        {
            Refuse(node, s_ofFiles, $"It is for Unix sockets, and the endpoint is {Quoting.Shorten(endpoint.ToString()!)}", "no such property for a host and a port", findings);
        }

        if (endpoint is TlsEndpoint && node.Find("tls") is null)
        {
            findings.Add(LimpetConfigFault.Missing, $"{node.Path}.tls", node.Offset, "nothing", TlsTable.Type.Expected, $"{node.Path} has no 'tls', and its endpoint is {Quoting.Shorten(endpoint.ToString()!)}; expected {TlsTable.Type.Expected}.");
        }
        else if (endpoint is not TlsEndpoint)
        {
            Refuse(node, ["tls"], $"Certificates are for a tls: endpoint, and this one is {Quoting.Shorten(endpoint.ToString()!)}", "'tls' beside tls:host:port alone", findings);
        }

        if (entry.Connect is HostEndpoint { Host: HostEndpoint.EveryAddress } && node.Find(EntryTable.Connect) is { } connect)
        {
            findings.Add(LimpetConfigFault.BadValue, connect, "a host to connect to", $"{Quoting.Shorten(endpoint.ToString()!)} can be listened on and not connected to; expected a host in place of the *.");
        }
    }

    private static void CheckRetries(LimpetConfigEntry entry, ConfigNode node, ConfigFindings findings)
    {
        var (first, longest) = (entry.Options.FirstRetry, entry.Options.LongestRetry);
        if (longest < first && (node.Find("longestRetry") ?? node.Find("firstRetry")) is { } wrong)
        {
            var expected = $"'longestRetry', which is {longest.TotalSeconds} s, to be 'firstRetry', which is {first.TotalSeconds} s, or more";
            findings.Add(LimpetConfigFault.Conflict, wrong, expected, $"The longest wait is shorter than the first; expected {expected}.");
        }
    }

    private static void Refuse(ConfigNode node, string[] names, string why, string expected, ConfigFindings findings)
    {
        foreach (var name in names)
        {
            if (node.Find(name) is { } one)
            {
                findings.Add(LimpetConfigFault.NotApplicable, one, expected, $"{why}; expected {expected}.");
            }
        }
    }
}
