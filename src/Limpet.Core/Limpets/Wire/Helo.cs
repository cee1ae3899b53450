using System.Buffers.Binary;
using System.Text;
using Limpet.Core.Limpets.Transport.Tls;

namespace Limpet.Core.Limpets.Wire;

/// <summary>What each side says first: <c>HELO</c> and its network id (limpet.md 1).</summary>
public static class Helo
{
    /// <summary>Bytes in a HELO.</summary>
    public const int Length = 8;

    private static ReadOnlySpan<byte> Word => "HELO"u8;

    /// <summary>Writes the HELO of that network; <paramref name="destination"/> has <see cref="Length"/> bytes or more.</summary>
    public static void Write(uint networkId, Span<byte> destination)
    {
        Word.CopyTo(destination);
        BinaryPrimitives.WriteUInt32BigEndian(destination[Word.Length..], networkId);
    }

    /// <summary>Reads a HELO and gives the network id of the other side, which goes together with ours.</summary>
    /// <param name="source">The 8 bytes.</param>
    /// <param name="ownNetworkId">Our own network id.</param>
    /// <exception cref="BadMessageException">They do not begin with <c>HELO</c>.</exception>
    /// <exception cref="TlsException">They are TLS.</exception>
    /// <exception cref="NetworkIdException">The network id is 0, or is ours.</exception>
    public static uint Read(ReadOnlySpan<byte> source, uint ownNetworkId)
    {
        if (!source.StartsWith(Word))
        {
            if (IsTls(source))
            {
                throw new TlsException(TlsFault.PeerIsTls, "The other side speaks TLS; use tls:host:port here, or tcp: there.");
            }

            throw new BadMessageException("HELO", Show(source[..Math.Min(source.Length, Word.Length)]), "the four letters 'HELO' (48 45 4C 4F)");
        }

        var networkId = BinaryPrimitives.ReadUInt32BigEndian(source[Word.Length..]);
        if (networkId == 0)
        {
            throw new NetworkIdException("The network id in the other Limpet's HELO is 0; expected 1 to 4294967295.");
        }

        return networkId != ownNetworkId
            ? networkId
            : throw new NetworkIdException($"The network id in the other Limpet's HELO is {networkId}, which is ours too; expected another one, since ids tell the two buses apart.");
    }

    // A record of TLS that begins a handshake, or says that ours is none: its type, and the high byte of its version.
    private static bool IsTls(ReadOnlySpan<byte> source) => source is [0x15 or 0x16, 0x03, ..];

    /// <summary>Bytes as people read them: as letters where they are, and in hexadecimal.</summary>
    internal static string Show(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("'");
        foreach (var b in bytes)
        {
            text.Append(b is >= 0x20 and < 0x7F ? (char)b : '.');
        }

        text.Append("' (");
        for (var i = 0; i < bytes.Length; i++)
        {
            text.Append(i == 0 ? "" : " ").Append(bytes[i].ToString("X2"));
        }

        return text.Append(')').ToString();
    }
}
