using System.Text;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Limpets.Wire;

namespace Limpet.Core.Tests.Limpets.Wire;

/// <summary>What each side says first, and what is said to one that says something else.</summary>
public sealed class HeloTests
{
    [Theory]
    [InlineData("GET / HT", "'GET ' (47 45 54 20)")]
    [InlineData("helo\0\0\0\u0001", "'helo' (68 65 6C 6F)")]
    [InlineData("\u001f ~\u007f\0\0\0\0", "'. ~.' (1F 20 7E 7F)")]
    [InlineData("HE", "'HE' (48 45)")]
    public void Another_word_than_HELO_is_told(string said, string read)
    {
        var e = Assert.Throws<BadMessageException>(() => Helo.Read(Encoding.ASCII.GetBytes(said), 1));
        Assert.Equal(("HELO", read, "the four letters 'HELO' (48 45 4C 4F)"), (e.Field, e.Read, e.Expected));
    }

    [Theory]
    [InlineData(0u, "The network id in the other Limpet's HELO is 0; expected 1 to 4294967295.")]
    [InlineData(7u, "The network id in the other Limpet's HELO is 7, which is ours too; expected another one")]
    public void A_network_id_that_cannot_be_is_told(uint id, string told)
    {
        var helo = new byte[Helo.Length];
        Helo.Write(id, helo);
        Assert.StartsWith(told, Assert.Throws<NetworkIdException>(() => Helo.Read(helo, 7)).Message);
    }

    [Theory]
    [InlineData(0x15, 0x03)]
    [InlineData(0x16, 0x03)]
    public void One_that_speaks_TLS_is_told_so(byte type, byte version)
    {
        var e = Assert.Throws<TlsException>(() => Helo.Read([type, version, 1, 0, 0, 0, 0, 0], 7));
        Assert.Equal((TlsFault.PeerIsTls, "The other side speaks TLS; use tls:host:port here, or tcp: there."), (e.Fault, e.Message));
    }

    [Theory]
    [InlineData(0x14, 0x03)]
    [InlineData(0x17, 0x03)]
    [InlineData(0x16, 0x04)]
    public void What_only_resembles_TLS_is_another_word(byte type, byte version)
        => Assert.Throws<BadMessageException>(() => Helo.Read([type, version, 1, 0, 0, 0, 0, 0], 7));
}
