using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>The first bytes of a peer on a TLS port, and the record of a TLS alert, which may stand where a HELO would.</summary>
internal sealed class AlertTarget() : FuzzTarget("alert", TlsAlert.RecordLength)
{
    public override void Run(ReadOnlySpan<byte> input)
    {
        var isAlert = TlsAlert.TryRead(input, out var alert);
        var expected = input is [0x15, 3, 3, 0, 2, 2, _];
        FuzzFailureException.Unless(isAlert == expected && (!isAlert || alert == input[^1]), $"{Convert.ToHexString(input)} is alert {alert}: {isAlert}; expected {expected}.");
        if (!input.IsEmpty)
        {
            First(input);
        }
    }

    private static void First(ReadOnlySpan<byte> first)
    {
        TlsFault? fault = null;
        try
        {
            CiphertextStream.CheckFirst(first);
        }
        catch (TlsException e)
        {
            fault = e.Fault;
            FuzzFailureException.Unless(!e.Message.Any(char.IsControl), "What a stranger says is shown as a terminal obeys it.");
        }

        TlsFault? expected = first[0] is 0x15 or 0x16 ? null
            : "HELO"u8.StartsWith(first[..Math.Min(first.Length, 4)]) ? TlsFault.PeerIsPlain
            : TlsFault.PeerIsForeign;
        FuzzFailureException.Unless(fault == expected, $"{Convert.ToHexString(first)} is {fault}; expected {expected}.");
    }
}
