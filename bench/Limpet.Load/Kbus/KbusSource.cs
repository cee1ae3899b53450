using System.Buffers.Binary;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Load.Traffic;

namespace Limpet.Load.Kbus;

/// <summary>Sends announcements on a bus; where a recipient is full, waits until it has room.</summary>
internal sealed class KbusSource : IMessageSource
{
    private readonly IKsock _ksock;
    private readonly KbusMessage _message;

    public KbusSource(IKsock ksock, int size)
    {
        _ksock = ksock;
        _message = new KbusMessage(MessageName.Parse(Names.Announced), new byte[size]) { Flags = MessageFlags.AllOrWait };
    }

    public void Send(long stamp) => _ksock.Send(stamp == 0 ? _message : Stamped(stamp), CancellationToken.None);

    public void Flush()
    {
    }

    public void Dispose() => _ksock.Dispose();

    // The bus gives the bytes to listeners as they are, so they are written once and then left alone.
    private KbusMessage Stamped(long stamp)
    {
        if (_message.Data.Length < sizeof(long))
        {
            return _message;
        }

        var data = new byte[_message.Data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(data, stamp);
        return _message with { Data = data };
    }
}
