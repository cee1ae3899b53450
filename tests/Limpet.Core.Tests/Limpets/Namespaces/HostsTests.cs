namespace Limpet.Core.Tests.Limpets.Namespaces;

/// <summary>Who may have a network id that somebody has already, where hosts tell them apart.</summary>
public sealed class HostsTests
{
    [Fact]
    public void The_same_host_takes_the_place_of_its_connection_that_looks_alive_and_another_host_is_refused()
    {
        using var hosts = NetworkNamespaces.Make(3);
        var endpoint = $"tcp:{NetworkNamespaces.AddressOf(1)}:5000";
        using var server = new HostLimpet(hosts.NameOf(1), "listen", endpoint, 2);
        server.ExpectEvent("ListeningEvent");
        using var old = new HostLimpet(hosts.NameOf(2), "connect", endpoint, 7);
        server.ExpectEvent("ConnectedEvent");
        old.ExpectEvent("ConnectedEvent");
        server.Ask("$.Q7");

        // The system still acknowledges whatever is sent to it.
        old.Freeze();
        Assert.StartsWith("sent", server.Send("$.Q7"), StringComparison.Ordinal);
        using var back = new HostLimpet(hosts.NameOf(2), "connect", endpoint, 7);
        server.ExpectEvent("DisconnectedEvent", "another connection with network id 7");
        server.ExpectEvent("ConnectedEvent");
        back.ExpectEvent("ConnectedEvent");
        Assert.StartsWith("answer $.KBUS.Replier.", server.Receive(), StringComparison.Ordinal);
        server.Ask("$.Q7");

        using var stranger = new HostLimpet(hosts.NameOf(3), "connect", endpoint, 7);
        var told = stranger.ExpectEvent("RetryingEvent", "network id 7 is in use here by");
        Assert.Contains(NetworkNamespaces.AddressOf(2), told, StringComparison.Ordinal);
        Assert.Contains(NetworkNamespaces.AddressOf(3), server.ExpectEvent("PeerRefusedEvent", "network id 7"), StringComparison.Ordinal);
        server.Ask("$.Q7");
    }
}
