using System.Buffers;
using Limpet.Core.Bus;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>
/// What a Limpet's peer sends (limpet.md 1). A first byte chooses the limit of the bus and how long the pieces are; what is read must not depend on the pieces.
/// </summary>
internal sealed class WireTarget() : FuzzTarget("wire", BusDevice.AbsoluteMaxMessageSize)
{
    public override void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        var choice = reader.Byte();
        var limit = (choice & 3) switch { 0 => 100, 1 => 1024, _ => BusDevice.AbsoluteMaxMessageSize };
        var stream = reader.Rest();

        var (whole, wholeEnd) = Decode(stream, limit, stream.Length);
        var (pieces, piecesEnd) = Decode(stream, limit, 1 + (choice >> 2));
        FuzzFailureException.Unless(whole.SequenceEqual(pieces), $"{whole.Count} messages come of the stream, and {pieces.Count} others of its pieces.");
        FuzzFailureException.Unless(string.Equals(wholeEnd, piecesEnd, StringComparison.Ordinal), $"The stream ends with '{wholeEnd}', and its pieces with '{piecesEnd}'.");

        foreach (var message in whole)
        {
            var bytes = new ArrayBufferWriter<byte>();
            WireWriter.Write(message, bytes);
            var (again, end) = Decode(bytes.WrittenSpan, BusDevice.AbsoluteMaxMessageSize, bytes.WrittenCount);
            FuzzFailureException.Unless(end.Length == 0 && again.Count == 1 && again[0] == message, $"{message} was read, and after it was written {string.Join(", ", again)} and '{end}'.");
        }
    }

    private static (List<KbusMessage> Messages, string End) Decode(ReadOnlySpan<byte> stream, int limit, int pieceLength)
    {
        var messages = new List<KbusMessage>();
        using var decoder = new WireDecoder(limit);
        try
        {
            for (; !stream.IsEmpty; stream = stream[Math.Min(pieceLength, stream.Length)..])
            {
                decoder.Decode(stream[..Math.Min(pieceLength, stream.Length)], messages);
            }

            decoder.End();
            return (messages, "");
        }
        catch (BadMessageException e)
        {
            return (messages, e.Message);
        }
    }
}
