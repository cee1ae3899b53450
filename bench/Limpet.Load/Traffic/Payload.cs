using System.Buffers.Binary;

namespace Limpet.Load.Traffic;

/// <summary>The data of messages of other systems, whose messages have no number of their own: when it was sent, which it is, and zeros.</summary>
internal static class Payload
{
    /// <summary>The least there must be.</summary>
    public const int Least = 2 * sizeof(long);

    /// <exception cref="ArgumentException">The size is too small.</exception>
    public static byte[] New(int size) => size >= Least
        ? new byte[size]
        : throw new ArgumentException($"The size is {size}; expected {Least} or more: such a message has its number and its time in its data.", nameof(size));

    public static void Write(Span<byte> data, long stamp, long sequence)
    {
        BinaryPrimitives.WriteInt64LittleEndian(data, stamp);
        BinaryPrimitives.WriteInt64LittleEndian(data[sizeof(long)..], sequence);
    }

    public static long Stamp(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadInt64LittleEndian(data);

    public static long Sequence(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadInt64LittleEndian(data[sizeof(long)..]);
}
