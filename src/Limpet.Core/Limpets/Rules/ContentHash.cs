using System.Buffers.Binary;
using System.Numerics;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>
/// 64 bits of a message's name and data, to tell whether two messages of one id are the same. Whoever makes two that differ have one hash loses a message of
/// its own, so it need not withstand that. It is another one in each process, as that of the name is.
/// </summary>
internal static class ContentHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    public static ulong Of(KbusMessage message)
        => Add((uint)message.Name.GetHashCode(), message.Data.Span);

    private static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        hash = Mix(hash, (ulong)bytes.Length);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        Span<byte> last = stackalloc byte[sizeof(ulong)];
        last.Clear();
        bytes.CopyTo(last);
        return Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(last));
    }

    private static ulong Mix(ulong hash, ulong word)
    {
        hash = unchecked((hash ^ word) * Multiplier);
        return BitOperations.RotateLeft(hash, 29) ^ (hash >> 32);
    }
}
