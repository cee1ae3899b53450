using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hostile;

/// <summary>A Ksock whose reading fails with what no Ksock should throw.</summary>
internal sealed class FailingKsock(IKsock inner) : IKsock
{
    public int Device => inner.Device;

    public uint Id => inner.Id;

    public bool CanWrite => inner.CanWrite;

    public string Bus => inner.Bus;

    public void Bind(string name, BindingKind kind) => inner.Bind(name, kind);

    public void Unbind(string name, BindingKind kind) => inner.Unbind(name, kind);

    public uint FindReplier(string name) => inner.FindReplier(name);

    public Errno TrySend(KbusMessage message, out MessageId id) => inner.TrySend(message, out id);

    public KbusMessage? TryReceive() => throw Eels();

    public void Receive(ICollection<KbusMessage> into, int most, CancellationToken cancellationToken) => throw Eels();

    public KsockEvents Poll() => inner.Poll();

    public KsockEvents Wait(KsockEvents wanted, CancellationToken cancellationToken) => inner.Wait(wanted, cancellationToken);

    public void Write(ReadOnlySpan<byte> bytes) => inner.Write(bytes);

    public MessageId SendWritten() => inner.SendWritten();

    public void Discard() => inner.Discard();

    public uint NextMessage() => inner.NextMessage();

    public int Read(Span<byte> into) => inner.Read(into);

    public uint LengthLeft() => inner.LengthLeft();

    public MessageId LastSent() => inner.LastSent();

    public uint MaxMessages(uint value) => inner.MaxMessages(value);

    public uint QueuedMessages() => inner.QueuedMessages();

    public uint UnansweredRequests() => inner.UnansweredRequests();

    public uint MessagesOnlyOnce(uint value) => inner.MessagesOnlyOnce(value);

    public uint Verbose(uint value) => inner.Verbose(value);

    public uint ReportReplierBinds(uint value) => inner.ReportReplierBinds(value);

    public uint MaxMessageSize(uint value) => inner.MaxMessageSize(value);

    public uint NewDevice() => inner.NewDevice();

    public void Dispose() => inner.Dispose();

    private static IOException Eels() => new("The disk is full of eels.");
}
