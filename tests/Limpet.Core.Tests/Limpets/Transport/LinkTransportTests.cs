using System.Net;
using System.Net.Sockets;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Native;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Transport;

/// <summary>Sending, ending and saying who is there, on any connection.</summary>
public sealed class LinkTransportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Sending_nothing_where_nothing_is_held_asks_nobody()
    {
        var transport = new StagedTransport { Takes = 0 };
        Assert.Equal(0, transport.SendPart([], Patience));
        transport.SendAll([], Patience);
        Assert.Equal((1, 0), (transport.Sends, transport.Waits));
    }

    [Fact]
    public void What_is_held_is_pushed_on_until_it_is_gone()
    {
        var transport = new StagedTransport { Takes = 0, Held = 3 };
        transport.SendAll([], Patience);
        Assert.Equal((0, 3), (transport.Held, transport.Waits));
    }

    [Fact]
    public void All_is_sent_however_little_is_taken_at_a_time()
    {
        var transport = new StagedTransport { Takes = 3 };
        transport.SendAll(new byte[10], Patience);
        Assert.Equal((4, 0), (transport.Sends, transport.Waits));
    }

    [Fact]
    public void Who_takes_nothing_is_waited_for_so_long()
    {
        var transport = new StagedTransport { Takes = 0, BecomesWritable = false };
        var e = Assert.Throws<LimpetTimeoutException>(() => transport.SendAll(new byte[1], TimeSpan.FromSeconds(0.5)));
        Assert.Equal("The other Limpet took no more bytes for 0.5 s.", e.Message);
    }

    [Fact]
    public void An_end_is_said_first_and_then_heard()
    {
        var transport = new StagedTransport { Says = 5000 };
        transport.EndHeard(new Deadline(Patience));
        Assert.Equal((true, 0), (transport.HasEndedSending, transport.Says));
    }

    [Fact]
    public void Who_talks_on_without_end_is_heard_for_a_megabyte()
    {
        var transport = new StagedTransport { Says = long.MaxValue };
        transport.EndHeard(new Deadline(Patience));
        Assert.Equal(1024 * 1024, long.MaxValue - transport.Says);
    }

    [Fact]
    public void A_socket_says_who_is_at_its_other_end()
    {
        using var listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        listener.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        listener.Listen();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndPoint!).Port);
        using var accepted = listener.Accept();
        Assert.Equal(new PeerIdentity("host 127.0.0.1", $"host 127.0.0.1:{((IPEndPoint)client.LocalEndPoint!).Port}"), PeerIdentity.Of(accepted));
        using var sixth = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        sixth.Connect(IPAddress.IPv6Loopback, ((IPEndPoint)listener.LocalEndPoint).Port);
        Assert.Equal("host ::1", PeerIdentity.Of(sixth).Who);
        using var alone = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Assert.Equal(new PeerIdentity("nobody", "a connection that has gone"), PeerIdentity.Of(alone));
    }

    [Fact]
    public void A_Unix_socket_says_which_user_and_process()
    {
        using var directory = new Hosting.TemporaryDirectory();
        var endpoint = new UnixEndpoint(directory.At("l"));
        using var listener = endpoint.Listen();
        using var client = endpoint.Connect(Patience);
        var user = Libc.EffectiveUserId();
        Assert.Equal(
            new PeerIdentity($"user {AccountNames.OfUser(user)}", $"process {Environment.ProcessId} of user {AccountNames.OfUser(user)}", user),
            PeerIdentity.Of(client));
    }

    [Fact]
    public void A_connection_that_broke_is_told_with_the_system_s_word_for_it()
    {
        using var directory = new Hosting.TemporaryDirectory();
        var endpoint = new UnixEndpoint(directory.At("l"));
        using var listener = endpoint.Listen();
        using var transport = LinkTransports.Over(endpoint.Connect(Patience));
        var other = listener.Accept(TestContext.Current.CancellationToken);
        Assert.Equal(-1, transport.Receive(new byte[8], new Deadline(TimeSpan.Zero)));
        transport.SendAll(new byte[8], Patience);

        // What it has not read is thrown away with it, and that is told.
        other.Dispose();
        var e = Assert.Throws<OtherLimpetGoneAwayException>(() => transport.Receive(new byte[8], new Deadline(Patience)));
        Assert.Contains("ConnectionReset", e.Message, StringComparison.Ordinal);
        transport.Dispose();
        transport.ShutDown();
    }

    /// <summary>A connection whose other side does what a test says.</summary>
    private sealed class StagedTransport : PlayedTransport
    {
        public int Takes { get; init; }

        public int Held { get; set; }

        public bool BecomesWritable { get; init; } = true;

        public long Says { get; set; }

        public int Sends { get; private set; }

        public int Waits { get; private set; }

        public bool HasEndedSending { get; private set; }

        public override bool HoldsBytes => Held > 0;

        public override int Receive(Span<byte> into, Deadline deadline)
        {
            Assert.True(HasEndedSending);
            var said = (int)Math.Min(into.Length, Says);
            Says -= said;
            return said;
        }

        public override int SendSome(ReadOnlySpan<byte> bytes)
        {
            Sends++;
            return Math.Min(Takes, bytes.Length);
        }

        public override bool WaitToSend(Deadline deadline)
        {
            Waits++;
            Held = Math.Max(0, Held - 1);
            return BecomesWritable;
        }

        public override void EndSending() => HasEndedSending = true;
    }
}
