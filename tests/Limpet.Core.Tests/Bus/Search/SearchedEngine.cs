using Limpet.Core.Bus;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Bus.Search;

/// <summary>The engine itself, with all that can be seen of it.</summary>
internal sealed class SearchedEngine(uint lastSerial = 0) : ISearchedBus
{
    private readonly BusDevice _device = new(0, MemoryLayout.Bits64) { LastSerial = lastSerial };

    public ISearchedKsock Open(bool canWrite) => new Ksock(_device.Open(canWrite));

    public IReadOnlyCollection<uint> TakeStirred()
    {
        var stirred = new List<BusKsock>();
        _device.TakeStirred(stirred);
        return [.. stirred.Select(ksock => ksock.Id)];
    }

    public BusState? State() => new(_device.SetAsideCount, _device.NextMessageSerial, _device.NextKsockId);

    public IEnumerable<(uint Ksock, BindingKind Kind, string Name)> Bindings
        => _device.Bindings.Select(binding => (binding.Ksock, binding.Kind, binding.Name.Value));

    private sealed class Ksock(BusKsock ksock) : ISearchedKsock
    {
        public uint Id => ksock.Id;

        public bool IsClosed => ksock.IsClosed;

        public Errno Bind(string name, BindingKind kind) => ksock.Bind(name, kind);

        public Errno Unbind(string name, BindingKind kind) => ksock.Unbind(name, kind);

        public Errno FindReplier(string name, out uint replier) => ksock.FindReplier(name, out replier);

        public Errno Send(KbusMessage message, out MessageId id) => ksock.Send(message, out id);

        public Errno SendAgain(out MessageId id) => ksock.SendWritten(out id);

        public Errno Discard() => ksock.Discard();

        public Errno Receive(out KbusMessage? message)
        {
            message = ksock.Receive();
            return ksock.IsClosed ? Errno.EBADF : Errno.None;
        }

        public Errno Poll(out KsockEvents events)
        {
            var (readable, writable) = ksock.Poll();
            events = (readable ? KsockEvents.Readable : KsockEvents.None) | (writable ? KsockEvents.Writable : KsockEvents.None);
            return ksock.IsClosed ? Errno.EBADF : Errno.None;
        }

        public Errno Set(KsockOperation setting, uint value, out uint answer) => ksock.Set(setting, value, out answer);

        public void Close() => ksock.Close();

        public KsockState State() => new(ksock.QueuedMessages, ksock.UnansweredRequests, ksock.LastSent);

        public KsockInside? Inside()
        {
            var info = ksock.Describe();
            return new(info.Queued, info.AwaitedReplies, ksock.IsSending, info.MaxMessages);
        }
    }
}
