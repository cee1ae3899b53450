using System.Buffers.Binary;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Load.Traffic;

namespace Limpet.Load.Kbus;

/// <summary>Listens on a bus.</summary>
internal sealed class KbusSink : IMessageSink
{
    private const int AtATime = 1000;
    private const uint MaxMessages = 10_000;

    private readonly IKsock _ksock;
    private readonly List<KbusMessage> _messages = [];

    public KbusSink(IKsock ksock)
    {
        _ksock = ksock;
        ksock.MaxMessages(MaxMessages);
        ksock.Bind(Names.Announced, BindingKind.Listener);
    }

    public void Receive(List<Arrival> into, CancellationToken cancellationToken)
    {
        _ksock.Receive(_messages, AtATime, cancellationToken);
        foreach (var message in _messages)
        {
            var stamp = message.Data.Length < sizeof(long) ? 0 : BinaryPrimitives.ReadInt64LittleEndian(message.Data.Span);
            into.Add(new Arrival(message.Id.Network, message.Id.Serial, stamp));
        }

        _messages.Clear();
    }

    public void Dispose() => _ksock.Dispose();
}
