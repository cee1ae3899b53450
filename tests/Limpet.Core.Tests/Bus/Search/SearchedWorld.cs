using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Conformance;

namespace Limpet.Core.Tests.Bus.Search;

/// <summary>A kind of bus, seen through what every Ksock offers.</summary>
internal sealed class SearchedWorld(IKsockWorld world) : ISearchedBus
{
    public ISearchedKsock Open(bool canWrite) => new Ksock(world.Open(canWrite: canWrite));

    public IReadOnlyCollection<uint>? TakeStirred() => null;

    public BusState? State() => null;

    public IEnumerable<(uint Ksock, BindingKind Kind, string Name)>? Bindings => null;

    private sealed class Ksock(IKsock ksock) : ISearchedKsock
    {
        public uint Id => ksock.Id;

        public bool IsClosed { get; private set; }

        public Errno Bind(string name, BindingKind kind) => Try(() => ksock.Bind(name, kind));

        public Errno Unbind(string name, BindingKind kind) => Try(() => ksock.Unbind(name, kind));

        public Errno FindReplier(string name, out uint replier) => Try(() => ksock.FindReplier(name), out replier);

        public Errno Send(KbusMessage message, out MessageId id) => ksock.TrySend(message, out id);

        public Errno SendAgain(out MessageId id)
        {
            // The Ksock throws for EAGAIN, and the id that comes with it is that of the message sent last.
            var error = Try(ksock.SendWritten, out id);
            id = error == Errno.EAGAIN ? ksock.LastSent() : id;
            return error;
        }

        public Errno Discard() => Try(ksock.Discard);

        public Errno Receive(out KbusMessage? message) => Try(ksock.TryReceive, out message);

        public Errno Poll(out KsockEvents events) => Try(ksock.Poll, out events);

        public Errno Set(KsockOperation setting, uint value, out uint answer) => Try(
            () => setting switch
            {
                KsockOperation.MaxMessages => ksock.MaxMessages(value),
                KsockOperation.MessagesOnlyOnce => ksock.MessagesOnlyOnce(value),
                KsockOperation.Verbose => ksock.Verbose(value),
                KsockOperation.ReportReplierBinds => ksock.ReportReplierBinds(value),
                _ => ksock.MaxMessageSize(value),
            },
            out answer);

        public void Close()
        {
            IsClosed = true;
            ksock.Dispose();
        }

        public KsockState State() => new(ksock.QueuedMessages(), ksock.UnansweredRequests(), ksock.LastSent());

        public KsockInside? Inside() => null;

        private static Errno Try(Action act) => Try(
            () =>
            {
                act();
                return 0;
            },
            out _);

        private static Errno Try<T>(Func<T> ask, out T? answer)
        {
            try
            {
                answer = ask();
                return Errno.None;
            }
            catch (KbusException error)
            {
                answer = default;
                return error.Errno;
            }
        }
    }
}
