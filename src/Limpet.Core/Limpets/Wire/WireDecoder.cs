using System.Buffers;
using System.Globalization;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Wire;

/// <summary>
/// Makes whole messages of a stream's bytes, in whatever pieces they come. Long data is received where it stays, in room made when its length is known and is
/// within the limit. Not for several threads at once.
/// </summary>
public sealed class WireDecoder : IDisposable
{
    // What one receive takes at the most: a burst of some hundred small messages.
    private const int ReceiveLength = 64 * 1024;

    // Data of so many bytes costs more to copy than to receive by itself.
    private const int LeastApart = 128 * 1024;

    private readonly WireReader _reader;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(ReceiveLength);
    private int _start;
    private int _end;

    // Long data of the message that has begun, how much of it has come, and the length of the message without it, which is in the buffer.
    private byte[]? _data;
    private int _filled;
    private int _aroundData;

    /// <summary>A decoder of what one peer sends.</summary>
    /// <param name="maxEntireLength">The longest entire message that the bus on this side ever takes (kbus.md 3.1), in bytes.</param>
    public WireDecoder(int maxEntireLength) => _reader = new WireReader(maxEntireLength);

    /// <summary>Bytes that are here and belong to no message given yet.</summary>
    public int Buffered => _end - _start + _filled;

    /// <summary>How many messages it has given.</summary>
    public long MessagesRead { get; private set; }

    /// <summary>Where the next bytes may be put; at least one.</summary>
    public Span<byte> GetSpan()
    {
        if (IsFilling)
        {
            return _data.AsSpan(_filled);
        }

        MakeRoom();
        return _buffer.AsSpan(_end);
    }

    /// <summary>Says how many bytes were put into what <see cref="GetSpan"/> gave.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (IsFilling)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _data!.Length - _filled);
            _filled += count;
            return;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _end);
        _end += count;
    }

    /// <summary>Copies bytes in, as many as there are.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="into">Where the messages that they complete are added.</param>
    /// <exception cref="BadMessageException">They are no message.</exception>
    public void Decode(ReadOnlySpan<byte> bytes, ICollection<KbusMessage> into)
    {
        while (!bytes.IsEmpty)
        {
            var span = GetSpan();
            var count = Math.Min(span.Length, bytes.Length);
            bytes[..count].CopyTo(span);
            Advance(count);
            bytes = bytes[count..];
            while (TryRead(out var message))
            {
                into.Add(message);
            }
        }
    }

    /// <summary>Gives the next whole message, if there is one.</summary>
    /// <exception cref="BadMessageException">The bytes are no message; nothing after them can be read.</exception>
    public bool TryRead([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out KbusMessage? message)
    {
        message = null;
        var source = _buffer.AsSpan(_start, _end - _start);
        var length = _data is null ? _reader.Measure(source) : _aroundData;
        if (length == 0 || IsFilling || source.Length < length)
        {
            if (_data is null && length > 0)
            {
                TakeDataApart(source);
            }

            return false;
        }

        message = _reader.Read(source[..length], _data);
        (_data, _filled) = (null, 0);
        _start += length;
        MessagesRead++;
        return true;
    }

    /// <summary>Says that the stream has ended.</summary>
    /// <exception cref="BadMessageException">It ended in the middle of a message.</exception>
    public void End()
    {
        if (Buffered == 0)
        {
            return;
        }

        var length = _reader.Measure(_buffer.AsSpan(_start, _end - _start));
        var whole = length == 0 ? $"a header of {WireFormat.HeaderLength} bytes" : string.Create(CultureInfo.InvariantCulture, $"a message of {length} bytes");
        throw new BadMessageException("the end of the stream", $"after {Buffered} bytes of a message", whole);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        _start = _end = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool IsFilling => _data is not null && _filled < _data.Length;

    // Of a message that is not whole, once its name is here.
    private void TakeDataApart(Span<byte> source)
    {
        var header = new WireHeader(source);
        var head = WireFormat.HeadLength((int)header.NameLength);
        if (header.DataLength < LeastApart || source.Length < head)
        {
            return;
        }

        _data = GC.AllocateUninitializedArray<byte>((int)header.DataLength);
        _aroundData = WireFormat.MessageLength((int)header.NameLength, _data.Length) - _data.Length;
        var here = source[head..];
        _filled = Math.Min(here.Length, _data.Length);
        here[.._filled].CopyTo(_data);
        here[_filled..].CopyTo(here);
        _end -= _filled;
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            if (_buffer.Length >= 4 * ReceiveLength)
            {
                Replace(ReceiveLength);
            }

            return;
        }

        var needed = _data is null ? NeededInBuffer(_buffer.AsSpan(_start, _end - _start)) : _aroundData;
        if (needed > _buffer.Length)
        {
            Replace(needed);
        }
        else if (_start + needed > _buffer.Length || _end == _buffer.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
    }

    // Of long data whose name is not whole yet, nothing: it gets room of its own.
    private int NeededInBuffer(Span<byte> source)
    {
        var length = _reader.Measure(source);
        if (length == 0)
        {
            return WireFormat.HeaderLength;
        }

        var header = new WireHeader(source);
        return header.DataLength < LeastApart ? length : WireFormat.HeadLength((int)header.NameLength);
    }

    private void Replace(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length);
        _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        _end -= _start;
        _start = 0;
    }
}
