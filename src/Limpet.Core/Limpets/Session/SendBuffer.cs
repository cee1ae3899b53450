using System.Buffers;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Session;

/// <summary>Messages on their way to the other Limpet, joined so that many go in one write. Not for several threads at once.</summary>
/// <param name="most">Bytes from which on the buffer is full: no more messages are read for a peer that does not take these.</param>
internal sealed class SendBuffer(int most)
{
    // Bytes from which on joining more gains nothing.
    private const int Worthwhile = 64 * 1024;

    private ArrayBufferWriter<byte> _bytes = new(Worthwhile);
    private int _sent;
    private int _worthSendingAt = Worthwhile;

    public bool IsEmpty => _sent == _bytes.WrittenCount;

    /// <summary>Whether so much is here, and was not tried in vain before, that it is worth a write.</summary>
    public bool IsWorthSending => _bytes.WrittenCount >= _worthSendingAt;

    /// <summary>Whether nothing more may be added before some of it is sent.</summary>
    public bool IsFull => _bytes.WrittenCount >= most;

    /// <summary>How many messages here have not been sent to their end.</summary>
    public int Unsent => WireFormat.CountMessagesAfter(_bytes.WrittenSpan, _sent);

    public void Add(KbusMessage message) => WireWriter.Write(message, _bytes);

    /// <summary>Sends what is taken at once, and says whether that was all.</summary>
    /// <exception cref="OtherLimpetGoneAwayException">The connection broke.</exception>
    public bool TryFlush(LinkTransport transport)
    {
        _sent += transport.SendSome(_bytes.WrittenSpan[_sent..]);
        if (!IsEmpty || transport.HoldsBytes)
        {
            _worthSendingAt = _bytes.WrittenCount + Worthwhile;
            return false;
        }

        Reset();
        return true;
    }

    /// <summary>Sends all, waiting while the other side takes no more.</summary>
    /// <param name="transport">Where to.</param>
    /// <param name="patience">How long to wait while nothing is taken.</param>
    /// <exception cref="OtherLimpetGoneAwayException">The connection broke.</exception>
    /// <exception cref="LimpetTimeoutException">Nothing was taken for that long.</exception>
    public void Flush(LinkTransport transport, TimeSpan patience)
    {
        while (!IsEmpty || transport.HoldsBytes)
        {
            _sent += transport.SendPart(_bytes.WrittenSpan[_sent..], patience);
        }

        Reset();
    }

    private void Reset()
    {
        _sent = 0;
        _worthSendingAt = Worthwhile;
        if (_bytes.Capacity > 4 * Worthwhile)
        {
            _bytes = new ArrayBufferWriter<byte>(Worthwhile);
        }
        else
        {
            _bytes.ResetWrittenCount();
        }
    }
}
