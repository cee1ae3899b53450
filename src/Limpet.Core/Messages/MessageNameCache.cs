using System.Diagnostics.CodeAnalysis;

namespace Limpet.Core.Messages;

/// <summary>
/// Remembers the names a stream brought last, so that a name seen again costs no new object. Holds a fixed number of them: the other
/// side chooses the names. Several threads may use it at once.
/// </summary>
public sealed class MessageNameCache
{
    private const int Slots = 256;

    private readonly MessageName?[] _names = new MessageName?[Slots];

    /// <summary>The name in these bytes, or what is wrong with it.</summary>
    public bool TryGet(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out MessageName? name, out NameFault fault)
    {
        ref var slot = ref _names[Slot(bytes)];

        // Read once: another thread may put another name there.
        var known = slot;
        if (known is not null && System.Text.Ascii.Equals(bytes, known.Value))
        {
            name = known;
            fault = NameFault.None;
            return true;
        }

        if (!MessageName.TryParse(bytes, out name, out fault))
        {
            return false;
        }

        slot = name;
        return true;
    }

    private static int Slot(ReadOnlySpan<byte> bytes)
    {
        var hash = 17;
        foreach (var b in bytes)
        {
            hash = unchecked((hash * 31) + b);
        }

        return (hash ^ (hash >>> 8)) & (Slots - 1);
    }
}
