using Limpet.Core.Cuse.Protocol;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Cuse.Ioctls;

/// <summary>
/// The argument of BIND, UNBIND and REPLIER as a program lays it out: a u32 (is_replier or return_id), a u32 name_len, and a pointer to the name (kbus.md 4).
/// </summary>
internal readonly ref struct NameArgument
{
    private const int PointerOffset = 8;

    private NameArgument(ReadOnlySpan<byte> fetched, MemoryLayout layout)
    {
        First = BitConverter.ToUInt32(fetched);
        Length = BitConverter.ToUInt32(fetched[4..]);
        Address = layout.PointerSize == 8 ? BitConverter.ToUInt64(fetched[PointerOffset..]) : BitConverter.ToUInt32(fetched[PointerOffset..]);
        Rest = fetched[Size(layout)..];
    }

    public uint First { get; }

    public uint Length { get; }

    public ulong Address { get; }

    /// <summary>What was fetched after it: the name, once that has been asked for.</summary>
    public ReadOnlySpan<byte> Rest { get; }

    public CallerRange Name => new(Address, (int)Length);

    public static int Size(MemoryLayout layout) => PointerOffset + layout.PointerSize;

    public static bool TryParse(ReadOnlySpan<byte> fetched, MemoryLayout layout, out NameArgument argument)
    {
        var whole = fetched.Length >= Size(layout);
        argument = whole ? new NameArgument(fetched, layout) : default;
        return whole;
    }
}
