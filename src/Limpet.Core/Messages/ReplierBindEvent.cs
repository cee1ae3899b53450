using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Limpet.Core.Messages;

/// <summary>
/// What the data of a <c>$.KBUS.ReplierBindEvent</c> says: three u32 (is_bind, binder, name_len), then the name with at least one zero byte,
/// zero-padded to a multiple of 4 (kbus.md 6). On a bus the three are in native byte order, on the wire big-endian (limpet.md 1).
/// </summary>
/// <param name="IsBind">Bound, or unbound.</param>
/// <param name="Binder">The id of the Ksock that did it.</param>
/// <param name="Name">The name, which may be a wildcard.</param>
public readonly record struct ReplierBindEvent(bool IsBind, uint Binder, MessageName Name)
{
    private const int NameOffset = 12;

    /// <summary>Reads the data of a bind event.</summary>
    /// <param name="data">The data.</param>
    /// <param name="bigEndian">Whether its three numbers are big-endian rather than native.</param>
    /// <param name="bindEvent">What it says.</param>
    /// <param name="fault">Where it says nothing: which part is wrong, what was found and what is expected.</param>
    public static bool TryRead(ReadOnlySpan<byte> data, bool bigEndian, out ReplierBindEvent bindEvent, [NotNullWhen(false)] out string? fault)
    {
        bindEvent = default;
        if (data.Length < NameOffset)
        {
            fault = $"the data of a ReplierBindEvent has {data.Length} bytes; expected at least {NameOffset}";
            return false;
        }

        var isBind = ReadUInt32(data, bigEndian);
        var binder = ReadUInt32(data[4..], bigEndian);
        var nameLength = ReadUInt32(data[8..], bigEndian);
        if (isBind > 1)
        {
            fault = $"is_bind of a ReplierBindEvent is {isBind}; expected 0 or 1";
            return false;
        }

        if (nameLength > MessageName.MaxLength || data.Length != NameOffset + Padding.Name((int)nameLength))
        {
            fault = $"name_len of a ReplierBindEvent is {nameLength} in {data.Length} bytes of data; expected 3 to {MessageName.MaxLength}, and data of 12 bytes and the padded name";
            return false;
        }

        var bytes = data.Slice(NameOffset, (int)nameLength);
        if (!MessageName.TryParse(bytes, out var name, out var nameFault))
        {
            fault = $"the name in a ReplierBindEvent is none: {NameRules.Describe(System.Text.Encoding.Latin1.GetString(bytes), nameFault)}";
            return false;
        }

        if (data[(NameOffset + (int)nameLength)..].ContainsAnyExcept((byte)0))
        {
            fault = "the name in a ReplierBindEvent is not followed by zero bytes";
            return false;
        }

        bindEvent = new ReplierBindEvent(isBind == 1, binder, name);
        fault = null;
        return true;
    }

    /// <summary>The data that says this.</summary>
    /// <param name="bigEndian">Whether to write the three numbers big-endian rather than native.</param>
    public byte[] ToData(bool bigEndian)
    {
        var data = new byte[NameOffset + Padding.Name(Name.Length)];
        WriteUInt32(data, IsBind ? 1u : 0u, bigEndian);
        WriteUInt32(data.AsSpan(4), Binder, bigEndian);
        WriteUInt32(data.AsSpan(8), (uint)Name.Length, bigEndian);
        Name.WriteTo(data.AsSpan(NameOffset));
        return data;
    }

    private static uint ReadUInt32(ReadOnlySpan<byte> source, bool bigEndian)
        => bigEndian == BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(BitConverter.ToUInt32(source)) : BitConverter.ToUInt32(source);

    private static void WriteUInt32(Span<byte> destination, uint value, bool bigEndian)
        => BitConverter.TryWriteBytes(destination, bigEndian == BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
}
