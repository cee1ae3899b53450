using System.Numerics;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Session;

/// <summary>
/// Messages on their way to the other Limpet: small ones joined so that many go in one write, long data sent from where it is. Not for several threads at once.
/// </summary>
/// <param name="most">Bytes from which on the buffer is full: no more messages are read for a peer that does not take these.</param>
internal sealed class SendBuffer(int most)
{
    // Bytes from which on joining more gains nothing.
    private const int Worthwhile = 64 * 1024;

    // Data of so many bytes costs more to copy than to send by itself.
    private const int LeastApart = 128 * 1024;

    // After so many times of being a quarter full at the most, a large buffer is given back.
    private const int QuietMost = 100;

    private readonly Queue<ApartData> _apart = new();
    private readonly Queue<long> _ends = new();
    private byte[] _bytes = new byte[Worthwhile];
    private int _start;
    private int _end;
    private int _sentApart;
    private int _quiet;

    // Where in all that was ever added, and in what was copied of it.
    private long _added;
    private long _sent;
    private long _sentCopied;
    private long _worthSendingAt = Worthwhile;

    public bool IsEmpty => _sent == _added;

    /// <summary>Whether so much is here, and was not tried in vain before, that it is worth a write.</summary>
    public bool IsWorthSending => _added - _sent >= _worthSendingAt;

    /// <summary>Whether nothing more may be added before some of it is sent.</summary>
    public bool IsFull => _added - _sent >= most;

    /// <summary>How many messages here have not been sent to their end.</summary>
    public int Unsent => _ends.Count;

    /// <summary>Bytes that it holds room for.</summary>
    public int Capacity => _bytes.Length;

    public void Add(KbusMessage message)
    {
        var length = WireFormat.MessageLength(message);
        if (message.Data.Length < LeastApart || message.Name == MessageName.ReplierBindEvent)
        {
            WireWriter.Write(message, Take(length));
        }
        else
        {
            WireWriter.WriteHead(message, Take(WireFormat.HeadLength(message)));
            _apart.Enqueue(new ApartData(_sentCopied + _end - _start, message.Data));
            WireWriter.WriteTail(Take(length - WireFormat.HeadLength(message) - message.Data.Length));
        }

        _added += length;
        _ends.Enqueue(_added);
    }

    /// <summary>Sends what is taken at once, and says whether that was all.</summary>
    /// <exception cref="OtherLimpetGoneAwayException">The connection broke.</exception>
    public bool TryFlush(LinkTransport transport)
    {
        bool all;
        do
        {
            var next = Next();
            var taken = transport.SendSome(next);
            all = taken == next.Length;
            Sent(taken);
        }
        while (all && !IsEmpty);

        if (!IsEmpty || transport.HoldsBytes)
        {
            _worthSendingAt = _added - _sent + Worthwhile;
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
            Sent(transport.SendPart(Next(), patience));
        }

        Reset();
    }

    // What is copied up to the next data that is not, or the rest of that.
    private ReadOnlySpan<byte> Next()
    {
        if (!_apart.TryPeek(out var apart))
        {
            return _bytes.AsSpan(_start, _end - _start);
        }

        var before = (int)(apart.At - _sentCopied);
        return before > 0 ? _bytes.AsSpan(_start, before) : apart.Data.Span[_sentApart..];
    }

    private void Sent(int count)
    {
        _sent += count;
        if (_apart.TryPeek(out var apart) && apart.At == _sentCopied)
        {
            _sentApart += count;
            if (_sentApart == apart.Data.Length)
            {
                _apart.Dequeue();
                _sentApart = 0;
            }
        }
        else
        {
            _start += count;
            _sentCopied += count;
        }

        while (_ends.TryPeek(out var end) && end <= _sent)
        {
            _ends.Dequeue();
        }
    }

    // Moves what is left only where that is less than what has gone, so that a byte is moved once at the most.
    private Span<byte> Take(int length)
    {
        if (_bytes.Length - _end < length)
        {
            var left = _bytes.AsSpan(_start, _end - _start);
            var room = left.Length <= _start && left.Length + length <= _bytes.Length ? _bytes : new byte[RoomFor(left.Length + (long)length)];
            left.CopyTo(room);
            (_bytes, _start, _end) = (room, 0, left.Length);
        }

        _end += length;
        return _bytes.AsSpan(_end - length, length);
    }

    private static long RoomFor(long length) => Math.Max(length, Math.Min(Array.MaxLength, (long)BitOperations.RoundUpToPowerOf2((ulong)(2 * length))));

    private void Reset()
    {
        _quiet = _end > _bytes.Length / 4 ? 0 : _quiet + 1;
        (_start, _end) = (0, 0);
        _worthSendingAt = Worthwhile;
        if (_quiet > QuietMost && _bytes.Length > Worthwhile)
        {
            _bytes = new byte[Worthwhile];
            _quiet = 0;
        }
    }

    /// <summary>Data that is sent from where it is.</summary>
    /// <param name="At">How many bytes are copied, of all that ever were, before it is its turn.</param>
    /// <param name="Data">The data, at least one byte.</param>
    private readonly record struct ApartData(long At, ReadOnlyMemory<byte> Data);
}
