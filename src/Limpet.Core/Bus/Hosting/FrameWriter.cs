using System.Text;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Bus.Hosting;

/// <summary>Frames of <see cref="MemberProtocol"/> on their way out, one behind another, in a buffer that is used again.</summary>
internal sealed class FrameWriter
{
    private const int KeptCapacity = 64 * 1024;

    private byte[] _bytes = new byte[1024];
    private int _start;
    private int _frame;

    /// <summary>Where the next byte goes.</summary>
    private int _end;

    /// <summary>Bytes not yet written out.</summary>
    public ReadOnlySpan<byte> Pending => _bytes.AsSpan(_start, _end - _start);

    public bool IsEmpty => _start == _end;

    /// <summary>Bytes of the frame begun last.</summary>
    public int FrameLength => _end - _frame;

    public void Begin(MemberOperation operation)
    {
        _frame = _end;
        Grow(MemberProtocol.HeaderSize)[4] = (byte)operation;
    }

    public void BeginAnswer(Errno error)
    {
        Begin(default);
        U32((uint)error);
    }

    public void End() => BitConverter.TryWriteBytes(_bytes.AsSpan(_frame), _end - _frame - MemberProtocol.HeaderSize);

    public void U32(uint value) => BitConverter.TryWriteBytes(Grow(sizeof(uint)), value);

    public void U64(ulong value) => BitConverter.TryWriteBytes(Grow(sizeof(ulong)), value);

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        U32((uint)bytes.Length);
        bytes.CopyTo(Grow(bytes.Length));
    }

    public void Text(string text)
    {
        U32((uint)text.Length);
        Encoding.Latin1.GetBytes(text, Grow(text.Length));
    }

    public void Id(MessageId id)
    {
        U32(id.Network);
        U32(id.Serial);
    }

    public void Message(KbusMessage message)
    {
        var length = MemoryLayout.Native.EntireLength(message);
        U32((uint)length);
        EntireMessage.Write(message, Grow(length), MemoryLayout.Native);
    }

    /// <summary>A place for a number that is known later.</summary>
    public int Reserve()
    {
        var place = _end - _frame;
        U32(0);
        return place;
    }

    public void Fill(int place, uint value) => BitConverter.TryWriteBytes(_bytes.AsSpan(_frame + place), value);

    /// <summary>So many of the pending bytes have been written out.</summary>
    public void Consume(int count)
    {
        _start += count;
        if (_start == _end)
        {
            _start = _end = _frame = 0;
            if (_bytes.Length > KeptCapacity)
            {
                _bytes = new byte[1024];
            }
        }
    }

    // What was there before is still there: all of it is to be written over.
    private Span<byte> Grow(int count)
    {
        if (_end + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_end + count, _bytes.Length * 2));
        }

        _end += count;
        return _bytes.AsSpan(_end - count, count);
    }
}
