namespace Limpet.Fuzzing.Running;

/// <summary>Takes an input apart. What it asks for beyond the end is zero, or empty.</summary>
internal ref struct InputReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public ushort U16() => Take(2) is { Length: 2 } bytes ? BitConverter.ToUInt16(bytes) : (ushort)0;

    /// <summary>A piece whose length stands before it as a u16; a shorter one where the input ends.</summary>
    public ReadOnlySpan<byte> Piece() => Take(U16());

    public ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..Math.Min(count, _rest.Length)];
        _rest = _rest[taken.Length..];
        return taken;
    }

    public ReadOnlySpan<byte> Rest() => Take(_rest.Length);
}
