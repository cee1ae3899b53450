using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.PowerShell.Channels;

/// <summary>A Ksock that PowerShell holds: one open handle on a bus, its bindings kept until it is closed.</summary>
public sealed class Ksock : MessageChannel
{
    private readonly IKsock _ksock;
    private readonly Lock _gate = new();
    private readonly HashSet<(string Name, BindingKind Kind)> _bindings = [];
    private bool _closed;

    internal Ksock(IKsock ksock) => _ksock = ksock;

    /// <inheritdoc/>
    public override int? Kbus => _ksock.Device;

    /// <summary>Its id, unique on its bus.</summary>
    public uint Id => _ksock.Id;

    /// <summary>Which bus it is on, such as <c>/dev/kbus0</c> or <c>embedded bus 0</c>.</summary>
    public string Bus => _ksock.Bus;

    /// <summary>Whether messages can be sent on it.</summary>
    public bool CanWrite => _ksock.CanWrite;

    /// <inheritdoc/>
    public override bool IsOpen => !_closed;

    /// <summary>The names it listens for.</summary>
    public IReadOnlyList<string> Names => Bound(BindingKind.Listener);

    /// <summary>The names it is the replier for.</summary>
    public IReadOnlyList<string> ReplierFor => Bound(BindingKind.Replier);

    /// <summary>Messages that wait to be read, those set aside while a Reply was waited for among them; null once closed.</summary>
    public long? Queued => Ask(ksock => ksock.QueuedMessages() + (long)SetAside);

    /// <summary>Requests it took and has not answered; null once closed.</summary>
    public long? UnansweredRequests => Ask(ksock => (long)ksock.UnansweredRequests());

    /// <summary>How many messages may be queued; null once closed.</summary>
    public long? MaxMessages => Ask(ksock => (long)ksock.MaxMessages(0));

    /// <summary>The job that took it, which reads all that comes to it; null where none did.</summary>
    internal string? HeldBy { get; set; }

    internal override string Description => $"Ksock {Id} on bus {_ksock.Device}";

    /// <summary>Binds what it has not bound yet.</summary>
    /// <returns>Whether it had not.</returns>
    /// <exception cref="KbusException">See kbus.md 4, BIND.</exception>
    internal bool Bind(string name, BindingKind kind)
    {
        lock (_gate)
        {
            if (_bindings.Contains((name, kind)))
            {
                return false;
            }

            Traced($"bind '{name}' as {kind}", () => _ksock.Bind(name, kind));
            return _bindings.Add((name, kind));
        }
    }

    /// <summary>Takes a binding back.</summary>
    /// <exception cref="KbusException">See kbus.md 4, UNBIND.</exception>
    internal void Unbind(string name, BindingKind kind)
    {
        lock (_gate)
        {
            Traced($"unbind '{name}' as {kind}", () => _ksock.Unbind(name, kind));
            _bindings.Remove((name, kind));
        }
    }

    /// <summary>Whether what it has bound brings every message of that name already.</summary>
    internal bool Hears(string name, BindingKind kind)
        => Bound(kind).Exists(bound => string.Equals(bound, name, StringComparison.Ordinal)
            || (bound.EndsWith('*') && name.StartsWith(bound[..^1], StringComparison.Ordinal))
            || (bound.EndsWith('%') && MessageName.Parse(bound).Matches(MessageName.Parse(name)) && !name.EndsWith('*')));

    /// <summary>Sets how many messages may be queued.</summary>
    /// <exception cref="KbusException">The Ksock is closed or its bus gone.</exception>
    internal void SetMaxMessages(uint most) => Traced($"set MAXMSGS to {most}", () => _ksock.MaxMessages(most));

    /// <summary>Has a message come once, however many of its names match.</summary>
    /// <exception cref="KbusException">The Ksock is closed or its bus gone.</exception>
    internal void SetMessagesOnlyOnce() => Traced("set MSGONLYONCE", () => _ksock.MessagesOnlyOnce(1));

    /// <summary>Says whether it is still open, for people.</summary>
    public override string ToString() => _closed ? $"{Description} (closed)" : Description;

    private protected override KbusMessage SendMessage(KbusMessage message, CancellationToken cancellationToken)
        => message with { Id = _ksock.Send(message, cancellationToken), From = _ksock.Id };

    private protected override KbusMessage ReceiveMessage(CancellationToken cancellationToken) => _ksock.Receive(cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _closed = true;
            _ksock.Dispose();
        }
    }

    private List<string> Bound(BindingKind kind)
    {
        lock (_gate)
        {
            return [.. _bindings.Where(binding => binding.Kind == kind).Select(binding => binding.Name).Order(StringComparer.Ordinal)];
        }
    }

    // For what is done once a call; what is done for each message is told where it costs nothing.
    private void Traced(string what, Action operation)
    {
        try
        {
            operation();
        }
        catch (KbusException refusal)
        {
            CallTrace.Tell?.Invoke($"{Description}: {what}: {refusal.Errno}");
            throw;
        }

        CallTrace.Tell?.Invoke($"{Description}: {what}");
    }

    // A property that throws would leave a hole in the table instead of telling that the Ksock is closed or its bus gone.
    private long? Ask(Func<IKsock, long> question)
    {
        try
        {
            return _closed ? null : question(_ksock);
        }
        catch (KbusException gone) when (gone.Errno is Errno.EBADF or Errno.ENODEV)
        {
            return null;
        }
    }
}
