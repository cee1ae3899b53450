using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Ksock;

/// <content>The other operations of a Ksock: those that ask go through, those that would change what the Limpet set up are refused (limpet.md 2).</content>
public sealed partial class LimpetKsock
{
    private const uint Ask = uint.MaxValue;

    /// <inheritdoc/>
    public int Device => _ksock.Device;

    /// <inheritdoc/>
    public uint Id => _ksock.Id;

    /// <inheritdoc/>
    public bool CanWrite => _ksock.CanWrite;

    /// <inheritdoc/>
    public string Bus => _ksock.Bus;

    /// <inheritdoc/>
    public uint FindReplier(string name) => _ksock.FindReplier(name);

    /// <inheritdoc/>
    public KsockEvents Poll() => _ksock.Poll();

    /// <inheritdoc/>
    public KsockEvents Wait(KsockEvents wanted, CancellationToken cancellationToken) => _ksock.Wait(wanted, cancellationToken);

    /// <inheritdoc/>
    public MessageId LastSent() => _ksock.LastSent();

    /// <inheritdoc/>
    public uint MaxMessages(uint value) => _ksock.MaxMessages(value);

    /// <inheritdoc/>
    public uint QueuedMessages() => _ksock.QueuedMessages();

    /// <inheritdoc/>
    public uint UnansweredRequests() => _ksock.UnansweredRequests();

    /// <inheritdoc/>
    public uint Verbose(uint value) => _ksock.Verbose(value);

    /// <inheritdoc/>
    public uint MaxMessageSize(uint value) => _ksock.MaxMessageSize(value);

    /// <inheritdoc/>
    public uint NewDevice() => _ksock.NewDevice();

    /// <summary>Asks (0xFFFFFFFF); anything else is refused, since a Limpet hears each message once.</summary>
    /// <exception cref="RefusedByLimpetException">The value would set it.</exception>
    public uint MessagesOnlyOnce(uint value)
        => value == Ask ? _ksock.MessagesOnlyOnce(value) : throw new RefusedByLimpetException("A Limpet's Ksock hears each message only once, and that cannot be changed.");

    /// <summary>Asks (0xFFFFFFFF); anything else is refused, since a Limpet must hear of repliers.</summary>
    /// <exception cref="RefusedByLimpetException">The value would set it.</exception>
    public uint ReportReplierBinds(uint value)
        => value == Ask ? _ksock.ReportReplierBinds(value) : throw new RefusedByLimpetException("A Limpet must hear of repliers being bound, and that cannot be changed through its Ksock.");

    /// <summary>Refused: a Limpet binds by itself.</summary>
    /// <exception cref="RefusedByLimpetException">Always.</exception>
    public void Bind(string name, BindingKind kind)
        => throw new RefusedByLimpetException($"A Limpet's Ksock cannot be bound to '{name}': its bindings are the message name '{_options.MessageName}' and what the other Limpet tells.");

    /// <summary>Refused: a Limpet unbinds by itself.</summary>
    /// <exception cref="RefusedByLimpetException">Always.</exception>
    public void Unbind(string name, BindingKind kind)
        => throw new RefusedByLimpetException($"A Limpet's Ksock cannot be unbound from '{name}': its bindings are the Limpet's own.");

    /// <summary>Refused: a Limpet sends whole messages.</summary>
    /// <exception cref="RefusedByLimpetException">Always.</exception>
    public void Write(ReadOnlySpan<byte> bytes) => throw Halves("written");

    /// <summary>Refused: a Limpet sends whole messages.</summary>
    /// <exception cref="RefusedByLimpetException">Always.</exception>
    public MessageId SendWritten() => throw Halves("written");

    /// <summary>Refused: what waits to be sent is the Limpet's to give up.</summary>
    /// <exception cref="RefusedByLimpetException">Always.</exception>
    public void Discard() => throw Halves("written");

    /// <summary>Refused: a Limpet reads whole messages.</summary>
    /// <exception cref="RefusedByLimpetException">Always.</exception>
    public uint NextMessage() => throw Halves("read");

    /// <summary>Refused: a Limpet reads whole messages.</summary>
    /// <exception cref="RefusedByLimpetException">Always.</exception>
    public int Read(Span<byte> into) => throw Halves("read");

    /// <summary>Refused: a Limpet reads whole messages.</summary>
    /// <exception cref="RefusedByLimpetException">Always.</exception>
    public uint LengthLeft() => throw Halves("read");

    private static RefusedByLimpetException Halves(string how)
        => new($"Messages cannot be {how} in pieces through a Limpet's Ksock; the rules are for whole ones. Use ReadNextMessage, ReadMessage and SendMessage.");
}
