using System.Net;
using System.Net.Sockets;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Limpets.Transport.Tls;

namespace Limpet.Core.Tests.Limpets.Transport;

/// <summary>The two ends of one TLS connection: what is said last, and what only looks as if it were.</summary>
public sealed class TlsTransportTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestCa _ca = new();
    private LinkTransport _client = null!;
    private LinkTransport _server = null!;

    public async ValueTask InitializeAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var endpoint = new TlsEndpoint("127.0.0.1", ((IPEndPoint)listener.LocalEndPoint!).Port);
        var connected = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await connected.ConnectAsync(listener.LocalEndPoint, TestContext.Current.CancellationToken);
        _client = LinkTransports.Over(connected, endpoint, LimpetRole.Client, _ca.Options(_ca.Issue("desk"), "board"));
        _server = LinkTransports.Over(await listener.AcceptAsync(TestContext.Current.CancellationToken), endpoint, LimpetRole.Server, _ca.Options(_ca.Issue("board"), "desk"));
        await Task.WhenAll(OnThread(() => _client.Open(Patience)), OnThread(() => _server.Open(Patience))).WaitAsync(Patience);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _server.Dispose();
        _ca.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void After_the_end_was_said_nothing_more_can_be()
    {
        _client.SendAll("all"u8, Patience);
        _client.EndSending();
        var e = Assert.Throws<OtherLimpetGoneAwayException>(() => _client.SendSome("more"u8));
        Assert.Equal("The connection to the other Limpet was closed here.", e.Message);
        Assert.Equal("all"u8, Receive(_server));
        Assert.Empty(Receive(_server));
        _server.SendAll("still heard"u8, Patience);
        Assert.Equal("still heard"u8, Receive(_client));
    }

    [Fact]
    public async Task Whoever_sends_after_it_was_shut_down_on_another_thread_is_told_and_does_not_hang()
    {
        await OnThread(_client.ShutDown).WaitAsync(Patience);
        var sending = OnThread(() => Assert.Throws<OtherLimpetGoneAwayException>(() => _client.SendSome("more"u8)));
        await sending.WaitAsync(Patience);
    }

    [Fact]
    public async Task Several_threads_may_send_one_after_another()
    {
        foreach (var piece in (string[])["one", "two", "three"])
        {
            await OnThread(() => _client.SendAll(System.Text.Encoding.ASCII.GetBytes(piece), Patience)).WaitAsync(Patience);
            Assert.Equal(System.Text.Encoding.ASCII.GetBytes(piece), Receive(_server));
        }
    }

    [Fact]
    public void What_looks_like_an_alert_is_one_only_where_it_is_the_first_that_comes()
    {
        var alert = TlsAlert.RecordFor(TlsFault.PeerUnknownCa);
        _client.SendAll("HELO"u8, Patience);
        Assert.Equal("HELO"u8, Receive(_server));
        _client.SendAll(alert, Patience);
        Assert.Equal(alert, Receive(_server));
        _server.SendAll(alert, Patience);
        Assert.Equal(TlsFault.OwnUnknownCa, Assert.Throws<TlsException>(() => Receive(_client)).Fault);
    }

    private static byte[] Receive(LinkTransport transport)
    {
        var bytes = new byte[100];
        var count = transport.Receive(bytes, new Deadline(Patience));
        Assert.NotEqual(-1, count);
        return bytes[..count];
    }

    private static Task OnThread(Action act) => Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
