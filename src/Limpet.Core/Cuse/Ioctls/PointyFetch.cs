using Limpet.Core.Cuse.Protocol;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Cuse.Ioctls;

/// <summary>
/// The name and data of a pointy message on their way from the sender's memory (kbus.md 3.1), in as many pieces as the kernel needs: it fetches no more than
/// 32 pages at a time.
/// </summary>
internal sealed class PointyFetch(PointyParts parts)
{
    /// <summary>32 of the smallest pages.</summary>
    public const int LongestPiece = 32 * 4096;

    private readonly byte[] _bytes = new byte[parts.NameLength + parts.DataLength];
    private int _fetched;

    public PointyParts Parts => parts;

    public bool IsComplete => _fetched == _bytes.Length;

    public ReadOnlySpan<byte> Name => _bytes.AsSpan(0, parts.NameLength);

    public ReadOnlyMemory<byte> Data => _bytes.AsMemory(parts.NameLength);

    /// <summary>What is to be fetched next.</summary>
    public CallerRange[] Next
    {
        get
        {
            var most = Math.Min(LongestPiece, _bytes.Length - _fetched);
            if (_fetched >= parts.NameLength)
            {
                return [new CallerRange(parts.DataAddress + (ulong)(_fetched - parts.NameLength), most)];
            }

            var name = new CallerRange(parts.NameAddress + (ulong)_fetched, Math.Min(most, parts.NameLength - _fetched));
            return most == name.Length ? [name] : [name, new CallerRange(parts.DataAddress, most - name.Length)];
        }
    }

    /// <summary>Takes what was fetched, unless it is not what <see cref="Next"/> asked for.</summary>
    public bool TryAdd(ReadOnlySpan<byte> piece)
    {
        if (piece.Length != Math.Min(LongestPiece, _bytes.Length - _fetched))
        {
            return false;
        }

        piece.CopyTo(_bytes.AsSpan(_fetched));
        _fetched += piece.Length;
        return true;
    }
}
