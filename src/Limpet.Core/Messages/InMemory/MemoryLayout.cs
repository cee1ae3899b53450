namespace Limpet.Core.Messages.InMemory;

/// <summary>
/// Where the fields of a message header stand in a program's memory, which depends on the size of its pointers (kbus.md 3.1).
/// Numbers are in native byte order; the fields up to and including data_len stand at the same offsets in both layouts.
/// </summary>
public sealed class MemoryLayout
{
    /// <summary>What begins every message: <c>Kbus</c> read as a little-endian number.</summary>
    public const uint StartGuard = 0x7375624B;

    /// <summary>What ends the header and the entire message.</summary>
    public const uint EndGuard = 0x4B627573;

    /// <summary>The layout of a program with 64-bit pointers: a header of 88 bytes.</summary>
    public static readonly MemoryLayout Bits64 = new(pointerSize: 8, headerSize: 88, namePointer: 64, dataPointer: 72, endGuard: 80);

    /// <summary>The layout of a program with 32-bit pointers: a header of 72 bytes.</summary>
    public static readonly MemoryLayout Bits32 = new(pointerSize: 4, headerSize: 72, namePointer: 60, dataPointer: 64, endGuard: 68);

    private MemoryLayout(int pointerSize, int headerSize, int namePointer, int dataPointer, int endGuard)
    {
        PointerSize = pointerSize;
        HeaderSize = headerSize;
        NamePointerOffset = namePointer;
        DataPointerOffset = dataPointer;
        EndGuardOffset = endGuard;
    }

    /// <summary>The layout of this process.</summary>
    public static MemoryLayout Native => IntPtr.Size == 8 ? Bits64 : Bits32;

    /// <summary>Bytes in a pointer.</summary>
    public int PointerSize { get; }

    /// <summary>Bytes in the header.</summary>
    public int HeaderSize { get; }

    internal int NamePointerOffset { get; }

    internal int DataPointerOffset { get; }

    internal int EndGuardOffset { get; }

    /// <summary>
    /// Bytes in an entire message: header, padded name, padded data, end guard. This is what a device's size limit is about.
    /// Where that is more than <see cref="int.MaxValue"/>, which is over any limit, it is that number.
    /// </summary>
    public int EntireLength(int nameLength, int dataLength)
    {
        // The longest arrays have a padded length that no int holds; it must not wrap to a short one.
        var data = 4 * (((long)dataLength + 3) / 4);
        return (int)Math.Min(int.MaxValue, HeaderSize + Padding.Name(nameLength) + data + sizeof(uint));
    }

    /// <summary>Bytes in that message as an entire one.</summary>
    public int EntireLength(KbusMessage message) => EntireLength(message.Name.Length, message.Data.Length);
}
