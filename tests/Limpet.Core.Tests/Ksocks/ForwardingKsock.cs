using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Ksocks;

/// <summary>
/// A Ksock that is no more than the interface says, as a device's is: whatever else the one behind it can do does not show. A test changes what it needs otherwise.
/// </summary>
internal class ForwardingKsock(IKsock inner) : IKsock
{
    public int Device => inner.Device;

    public uint Id => inner.Id;

    public bool CanWrite => inner.CanWrite;

    public string Bus => inner.Bus;

    public virtual void Bind(string name, BindingKind kind) => inner.Bind(name, kind);

    public void Unbind(string name, BindingKind kind) => inner.Unbind(name, kind);

    public uint FindReplier(string name) => inner.FindReplier(name);

    public virtual Errno TrySend(KbusMessage message, out MessageId id) => inner.TrySend(message, out id);

    public virtual KbusMessage? TryReceive() => inner.TryReceive();

    public virtual void Receive(ICollection<KbusMessage> into, int most, CancellationToken cancellationToken) => inner.Receive(into, most, cancellationToken);

    public virtual KsockEvents Poll() => inner.Poll();

    public KsockEvents Wait(KsockEvents wanted, CancellationToken cancellationToken) => inner.Wait(wanted, cancellationToken);

    public void Write(ReadOnlySpan<byte> bytes) => inner.Write(bytes);

    public MessageId SendWritten() => inner.SendWritten();

    public void Discard() => inner.Discard();

    public uint NextMessage() => inner.NextMessage();

    public int Read(Span<byte> into) => inner.Read(into);

    public uint LengthLeft() => inner.LengthLeft();

    public MessageId LastSent() => inner.LastSent();

    public uint MaxMessages(uint value) => inner.MaxMessages(value);

    public virtual uint QueuedMessages() => inner.QueuedMessages();

    public uint UnansweredRequests() => inner.UnansweredRequests();

    public uint MessagesOnlyOnce(uint value) => inner.MessagesOnlyOnce(value);

    public uint Verbose(uint value) => inner.Verbose(value);

    public uint ReportReplierBinds(uint value) => inner.ReportReplierBinds(value);

    public uint MaxMessageSize(uint value) => inner.MaxMessageSize(value);

    public uint NewDevice() => inner.NewDevice();

    public void Dispose() => inner.Dispose();
}
