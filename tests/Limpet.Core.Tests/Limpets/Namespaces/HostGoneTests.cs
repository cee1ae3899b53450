using System.Diagnostics;

namespace Limpet.Core.Tests.Limpets.Namespaces;

/// <summary>A host that is gone from the network without a word. It takes as long as the system takes to notice, beside the other tests.</summary>
public sealed class HostGoneTests
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(30);

    [Fact]
    public void Both_ends_notice_a_host_that_is_gone_answer_what_was_asked_and_meet_again()
    {
        using var hosts = NetworkNamespaces.Make(2);
        var endpoint = $"tcp:{NetworkNamespaces.AddressOf(1)}:5000";
        using var server = new HostLimpet(hosts.NameOf(1), "listen", endpoint, 2);
        server.ExpectEvent("ListeningEvent");
        using var client = new HostLimpet(hosts.NameOf(2), "connect", endpoint, 1);
        server.ExpectEvent("ConnectedEvent");
        client.ExpectEvent("ConnectedEvent");
        client.Ask("$.Q2");
        server.Ask("$.Q1");

        hosts.Connect(2, on: false);
        var gone = Stopwatch.GetTimestamp();

        // One asks, so that there is something to be acknowledged; the other is silent, and has keepalive alone.
        Assert.StartsWith("sent", client.Send("$.Silent2"), StringComparison.Ordinal);
        client.ExpectEvent("DisconnectedEvent");
        Assert.InRange(Stopwatch.GetElapsedTime(gone), TimeSpan.Zero, Noticed);
        server.ExpectEvent("DisconnectedEvent");
        Assert.InRange(Stopwatch.GetElapsedTime(gone), TimeSpan.Zero, Noticed);
        Assert.StartsWith("answer $.KBUS.Replier.", client.Receive(), StringComparison.Ordinal);
        Assert.Equal("refused EADDRNOTAVAIL", client.Send("$.Q2"));
        Assert.Equal("refused EADDRNOTAVAIL", server.Send("$.Q1"));

        hosts.Connect(2, on: true);
        server.ExpectEvent("ConnectedEvent");
        client.ExpectEvent("ConnectedEvent");
        client.Ask("$.Q2");
        server.Ask("$.Q1");
    }
}
