using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Ksock;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Ksock;

/// <summary>A bus that nobody else sees, a Limpet's Ksock on it, 1 and its pair 2, and programs.</summary>
public abstract class LimpetKsockBench : IDisposable
{
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(30));

    /// <summary>What the Limpet's Ksock told of.</summary>
    private protected EventLog Events { get; } = new();

    /// <summary>Where all Ksocks are, on device 0.</summary>
    private protected EmbeddedBuses Buses { get; } = EmbeddedBuses.Private();

    /// <summary>Over when the test has taken too long.</summary>
    private protected CancellationToken Timeout => _timeout.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Buses.Dispose();
        _timeout.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static KbusMessage BindEvent(string name, bool isBind = true)
        => Junction.BindEvent(name, isBind, binder: 2);

    /// <summary>A message of the pair's bus.</summary>
    private protected static KbusMessage Far(string name, uint serial, MessageFlags flags = MessageFlags.None, string text = "")
        => KbusMessage.Announcement(name, text) with { Id = new(2, serial), Flags = flags };

    /// <summary>A Request of the pair's bus, from its Ksock 3, which somebody here is to answer.</summary>
    private protected static KbusMessage FarRequest(string name, uint serial, MessageFlags flags = MessageFlags.None)
        => Far(name, serial, flags | MessageFlags.WantAReply | MessageFlags.WantYouToReply) with { From = 3 };

    private protected LimpetKsock Make(Func<LimpetOptions, LimpetOptions>? change = null, Func<IKsock, IKsock>? wrap = null)
    {
        var ksock = new LimpetKsock((wrap ?? (static k => k))(Buses.Open(0)), 1, (change ?? (static o => o))(new LimpetOptions { OnEvent = Events.Add }));
        ksock.Meet(2);
        return ksock;
    }

    /// <summary>A listener whose queue takes so many.</summary>
    private protected IKsock Listener(string name, uint most = 1000)
    {
        var listener = Buses.Open(0);
        listener.MaxMessages(most);
        listener.Bind(name, BindingKind.Listener);
        return listener;
    }

    private protected void Send(params IEnumerable<string> names)
    {
        using var sender = Buses.Open(0);
        foreach (var name in names)
        {
            sender.Send(KbusMessage.Announcement(name));
        }
    }
}
