using System.Text;
using Limpet.Core.Bus;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>What a peer says before it closes. A first byte is its network id; the rest is the message as the wire has it, or the reason alone.</summary>
internal sealed class FarewellTarget() : FuzzTarget("farewell", BusDevice.AbsoluteMaxMessageSize)
{
    public override void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        var network = (uint)reader.Byte();
        var rest = reader.Rest();
        foreach (var message in Messages(rest))
        {
            Check(Farewell.Read(message, network));
        }

        var kind = (network & 1) == 0 ? FarewellKind.Refused : FarewellKind.Displaced;
        var said = Farewell.Read(new Farewell(kind, Encoding.UTF8.GetString(rest)).ToMessage(network), network);
        FuzzFailureException.Unless(said?.Kind == kind, $"{kind} is heard as {said}.");
        Check(said);
    }

    private static void Check(Farewell? farewell)
    {
        if (farewell is not null)
        {
            FuzzFailureException.Unless(farewell.Reason.Length <= 500 && !farewell.Reason.Any(char.IsControl), "What a stranger says is shown too long, or as a terminal obeys it.");
        }
    }

    private static List<KbusMessage> Messages(ReadOnlySpan<byte> stream)
    {
        var messages = new List<KbusMessage>();
        using var decoder = new WireDecoder(BusDevice.AbsoluteMaxMessageSize);
        try
        {
            decoder.Decode(stream, messages);
        }
        catch (BadMessageException)
        {
            // That is the wire's own target.
        }

        return messages;
    }
}
