using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Conformance;

/// <summary>
/// What every kind of bus must do, told by example from the sentences of kbus.md. Ids and serials are never taken as absolute: a device may have been
/// used before. A kind of bus is held to all of it by a class for each part, see <c>EmbeddedConformance.cs</c>.
/// </summary>
public abstract class KsockConformance<TWorld> : IDisposable
    where TWorld : IKsockWorld, new()
{
    protected TWorld World { get; } = new();

    public void Dispose()
    {
        World.Dispose();
        GC.SuppressFinalize(this);
    }

    protected IKsock Open() => World.Open();

    protected IKsock Listener(params string[] names) => Bound(BindingKind.Listener, names);

    protected IKsock Replier(params string[] names) => Bound(BindingKind.Replier, names);

    /// <summary>A listener whose queue is full: one message of that name, and room for one.</summary>
    protected IKsock FullListener(string name)
    {
        var listener = Listener(name);
        listener.MaxMessages(1);
        Open().Send(Say(name.Replace("*", "Fill", StringComparison.Ordinal)));
        Assert.Equal(1u, listener.QueuedMessages());
        return listener;
    }

    /// <summary>A replier whose queue is full with a Request, and who asked.</summary>
    protected (IKsock Replier, IKsock Asker) FullReplier(string name)
    {
        var replier = Replier(name);
        replier.MaxMessages(1);
        var asker = Open();
        asker.Send(Ask(name));
        return (replier, asker);
    }

    protected static KbusMessage Say(string name, MessageFlags flags = MessageFlags.None) => KbusMessage.Announcement(name) with { Flags = flags };

    protected static KbusMessage Ask(string name, MessageFlags flags = MessageFlags.None) => Say(name, flags | MessageFlags.WantAReply);

    /// <summary>Pops everything.</summary>
    protected static KbusMessage[] All(IKsock ksock)
    {
        var all = new List<KbusMessage>();
        while (ksock.TryReceive() is { } message)
        {
            all.Add(message);
        }

        return [.. all];
    }

    protected static KbusMessage Only(IKsock ksock) => Assert.Single(All(ksock));

    protected static void Silent(IKsock ksock) => Assert.Null(ksock.TryReceive());

    protected static void Fails(Errno expected, Action act)
    {
        var error = Assert.Throws<KbusException>(act);
        Assert.True(expected == error.Errno, $"{error.Message}; expected {expected}");
    }

    protected static void SendFails(Errno expected, IKsock ksock, KbusMessage message)
    {
        Assert.Equal(expected, ksock.TrySend(message, out var id));
        Assert.Equal(MessageId.None, id);
    }

    /// <summary>Sends a message that must wait, and gives its id.</summary>
    protected static MessageId Waits(IKsock ksock, KbusMessage message)
    {
        Assert.Equal(Errno.EAGAIN, ksock.TrySend(message, out var id));
        Assert.NotEqual(MessageId.None, id);
        return id;
    }

    protected static ReplierBindEvent EventOf(KbusMessage message)
    {
        Assert.Equal(MessageKind.ReplierBindEvent, message.Kind);
        Assert.True(ReplierBindEvent.TryRead(message.Data.Span, bigEndian: !BitConverter.IsLittleEndian, out var bindEvent, out var fault), fault);
        return bindEvent;
    }

    protected static ReplierBindEvent[] EventsOf(IKsock ksock) => [.. All(ksock).Select(EventOf)];

    protected static ReplierBindEvent Bound(IKsock binder, string name) => new(IsBind: true, binder.Id, MessageName.Parse(name));

    protected static ReplierBindEvent Unbound(IKsock binder, string name) => new(IsBind: false, binder.Id, MessageName.Parse(name));

    private IKsock Bound(BindingKind kind, string[] names)
    {
        var ksock = Open();
        Array.ForEach(names, name => ksock.Bind(name, kind));
        return ksock;
    }
}
