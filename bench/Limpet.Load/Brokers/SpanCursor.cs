namespace Limpet.Load.Brokers;

/// <summary>Puts bytes behind one another.</summary>
internal ref struct SpanCursor(Span<byte> room)
{
    private readonly Span<byte> _room = room;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>What is left.</summary>
    public readonly Span<byte> Rest => _room[Count..];

    public void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Rest);
        Count += bytes.Length;
    }

    public void Put(byte value) => _room[Count++] = value;

    /// <summary>Two bytes, the high one first.</summary>
    public void PutLength(int length)
    {
        Put((byte)(length >> 8));
        Put((byte)length);
    }

    /// <summary>Decimal digits.</summary>
    public void PutNumber(int number)
    {
        System.Buffers.Text.Utf8Formatter.TryFormat(number, Rest, out var digits);
        Count += digits;
    }
}
