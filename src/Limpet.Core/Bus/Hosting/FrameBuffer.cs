namespace Limpet.Core.Bus.Hosting;

/// <summary>Bytes read from a connection, until they are whole frames. Holds a frame's length only as its bytes arrive.</summary>
/// <param name="malformed">What is thrown where they are none; a <see cref="FormatException"/> unless told otherwise.</param>
internal sealed class FrameBuffer(Func<string, Exception>? malformed = null)
{
    private const int KeptCapacity = 64 * 1024;

    private readonly Func<string, Exception> _malformed = malformed ?? (static text => new FormatException(text));
    private byte[] _bytes = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Room to read into.</summary>
    public Span<byte> Room()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            if (_bytes.Length > KeptCapacity)
            {
                _bytes = new byte[4096];
            }
        }

        if (_bytes.Length - _end < 2048)
        {
            if (_start > 0)
            {
                _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
                _end -= _start;
                _start = 0;
            }

            if (_bytes.Length - _end < 2048)
            {
                Array.Resize(ref _bytes, _bytes.Length * 2);
            }
        }

        return _bytes.AsSpan(_end);
    }

    public void Filled(int count) => _end += count;

    /// <summary>The next whole frame, which is gone from here at the next call that reads.</summary>
    /// <exception cref="FormatException">It is longer than a frame may be; or another exception, that this was told of.</exception>
    public bool TryTake(out FrameReader frame)
    {
        frame = default;
        var have = _end - _start;
        if (have < MemberProtocol.HeaderSize)
        {
            return false;
        }

        var length = BitConverter.ToUInt32(_bytes.AsSpan(_start));
        if (length > MemberProtocol.MaxFrame)
        {
            throw _malformed($"A frame of {length} bytes; the most is {MemberProtocol.MaxFrame}.");
        }

        if (have < MemberProtocol.HeaderSize + (int)length)
        {
            return false;
        }

        frame = new FrameReader(_bytes[_start + 4], _bytes.AsSpan(_start + MemberProtocol.HeaderSize, (int)length), _malformed);
        _start += MemberProtocol.HeaderSize + (int)length;
        return true;
    }
}
