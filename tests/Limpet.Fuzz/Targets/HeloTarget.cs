using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Limpets.Wire;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>The first eight bytes of a peer, and beside them our own network id.</summary>
internal sealed class HeloTarget() : FuzzTarget("helo", 2 * Helo.Length)
{
    public override void Run(ReadOnlySpan<byte> input)
    {
        Span<byte> bytes = stackalloc byte[Helo.Length + sizeof(uint)];
        input[..Math.Min(input.Length, bytes.Length)].CopyTo(bytes);
        var helo = bytes[..Helo.Length];
        var own = BitConverter.ToUInt32(bytes[Helo.Length..]);
        try
        {
            var network = Helo.Read(helo, own);
            FuzzFailureException.Unless(network != 0 && network != own, $"Network id {network} was taken beside our own {own}.");
            Span<byte> again = stackalloc byte[Helo.Length];
            Helo.Write(network, again);
            FuzzFailureException.Unless(again.SequenceEqual(helo), $"The HELO {Convert.ToHexString(helo)} was read, and written as {Convert.ToHexString(again)}.");
        }
        catch (Exception e) when (e is BadMessageException or NetworkIdException or TlsException { Fault: TlsFault.PeerIsTls })
        {
            // Refused, as documented.
        }
    }
}
