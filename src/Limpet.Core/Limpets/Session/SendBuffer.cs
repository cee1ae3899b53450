using System.Buffers;
using System.Net.Sockets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Session;

/// <summary>Messages on their way to the socket, joined so that many go in one write. Not for several threads at once.</summary>
internal sealed class SendBuffer
{
    /// <summary>Bytes from which on joining more gains nothing.</summary>
    public const int Full = 64 * 1024;

    private ArrayBufferWriter<byte> _bytes = new(Full);
    private int _sent;

    public bool IsEmpty => _sent == _bytes.WrittenCount;

    public bool IsFull => _bytes.WrittenCount - _sent >= Full;

    public void Add(KbusMessage message) => WireWriter.Write(message, _bytes);

    /// <summary>Sends what the socket takes at once, and says whether that was all.</summary>
    public bool TryFlush(Socket socket)
    {
        _sent += SocketIO.SendSome(socket, _bytes.WrittenSpan[_sent..]);
        if (!IsEmpty)
        {
            return false;
        }

        Reset();
        return true;
    }

    /// <summary>Sends all, waiting while the other side takes no more.</summary>
    public void Flush(Socket socket)
    {
        SocketIO.SendAll(socket, _bytes.WrittenSpan[_sent..], new Deadline(Timeout.InfiniteTimeSpan));
        Reset();
    }

    private void Reset()
    {
        _sent = 0;
        if (_bytes.Capacity > 4 * Full)
        {
            _bytes = new ArrayBufferWriter<byte>(Full);
        }
        else
        {
            _bytes.ResetWrittenCount();
        }
    }
}
