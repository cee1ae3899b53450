using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Limpets.Wire;

namespace Limpet.Core.Limpets.Session;

/// <summary>Says HELO and hears the other side's (limpet.md 1). Takes not one byte more from the connection.</summary>
internal static class HeloExchange
{
    private const int WordLength = 4;

    /// <summary>Gives the other side's network id.</summary>
    /// <exception cref="BadMessageException">It said something else.</exception>
    /// <exception cref="Transport.Tls.TlsException">It speaks TLS and we do not, or it refuses our certificate.</exception>
    /// <exception cref="NetworkIdException">Its network id is 0, or ours.</exception>
    /// <exception cref="LimpetTimeoutException">It took longer than the timeout.</exception>
    /// <exception cref="OtherLimpetGoneAwayException">It closed the connection before; with <paramref name="said"/> 0, without a word.</exception>
    public static uint Run(LinkTransport transport, uint networkId, TimeSpan timeout, out int said)
    {
        said = 0;
        var deadline = new Deadline(timeout);
        Say(transport, networkId, timeout);
        Span<byte> helo = stackalloc byte[Helo.Length];
        while (said < helo.Length)
        {
            var count = transport.Receive(helo[said..], deadline);
            if (count < 0)
            {
                throw new LimpetTimeoutException($"The other side was silent: {said} of the 8 bytes of its HELO came in {timeout.TotalSeconds:0.###} s.");
            }

            if (count == 0)
            {
                throw new OtherLimpetGoneAwayException(said == 0
                    ? "The other side closed the connection without saying HELO."
                    : $"The other side closed the connection after {said} of the 8 bytes of its HELO.");
            }

            said += count;
            if (said >= WordLength)
            {
                CheckWord(helo[..said], networkId);
            }
        }

        return Helo.Read(helo, networkId);
    }

    /// <summary>Says it and hears nothing.</summary>
    /// <exception cref="OtherLimpetGoneAwayException">The connection broke.</exception>
    public static void Say(LinkTransport transport, uint networkId, TimeSpan timeout)
    {
        Span<byte> helo = stackalloc byte[Helo.Length];
        Helo.Write(networkId, helo);
        transport.SendAll(helo, timeout);
    }

    // Whoever speaks something else may never send eight bytes.
    private static void CheckWord(ReadOnlySpan<byte> said, uint networkId)
    {
        if (!said.StartsWith("HELO"u8))
        {
            Helo.Read(said, networkId);
        }
    }
}
