using System.Diagnostics;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Device;

/// <summary>A Limpet on <c>/dev/kbus0</c> and its pair on <c>/dev/kbus1</c>.</summary>
public sealed class LimpetPairTests : IDisposable
{
    private const int Messages = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("limpet-pair-");
    private readonly DeviceWorld _world = new();
    private readonly CancellationTokenSource _timeout = new(Patience);
    private readonly CountdownEvent _connected = new(2);
    private readonly LimpetService _server;
    private readonly LimpetService _client;

    public LimpetPairTests()
    {
        var endpoint = Endpoint.Parse($"unix:{Path.Combine(_directory.FullName, "limpet")}");
        _server = LimpetService.Listen(endpoint, Options(0));
        _server.Start();
        _client = LimpetService.Connect(endpoint, Options(1));
        _client.Start();
        Assert.True(_connected.Wait(Patience), "The Limpets did not find each other.");
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _world.Dispose();
        _timeout.Dispose();
        _connected.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public void Announcements_pass_in_order_and_none_is_lost()
    {
        var listener = _world.Open(device: 1);
        listener.MaxMessages(Messages + 1);
        listener.Bind("$.Pair", BindingKind.Listener);
        var sender = _world.Open(device: 0);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Messages; i++)
        {
            sender.Send(new KbusMessage(MessageName.Parse("$.Pair"), BitConverter.GetBytes(i)));
        }

        var received = new List<KbusMessage>();
        while (received.Count < Messages)
        {
            listener.Receive(received, Messages, _timeout.Token);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"a Limpet pair between two devices: {Messages / clock.Elapsed.TotalSeconds:F0} announcements a second");
        Assert.Equal(Enumerable.Range(0, Messages), received.Select(message => BitConverter.ToInt32(message.Data.Span)));
    }

    [Fact]
    public void A_Request_is_answered_from_the_other_device()
    {
        var events = _world.Open(device: 0);
        events.Bind("$.KBUS.ReplierBindEvent", BindingKind.Listener);
        var replier = _world.Open(device: 1);
        replier.Bind("$.Pair.Q", BindingKind.Replier);

        // The Limpet on this side binds the name in proxy.
        events.Receive(_timeout.Token);
        var asker = _world.Open(device: 0);
        var id = asker.Send(KbusMessage.Request("$.Pair.Q"));
        replier.Send(KbusMessage.ReplyTo(replier.Receive(_timeout.Token)));
        var answer = asker.Receive(_timeout.Token);
        Assert.Equal((id, MessageKind.Reply), (answer.InReplyTo, answer.Kind));
    }

    private LimpetOptions Options(int device) => new()
    {
        Kbus = device,
        Backend = KbusBackend.Device,
        OnEvent = e =>
        {
            if (e is ConnectedEvent)
            {
                _connected.Signal();
            }
        },
    };
}
