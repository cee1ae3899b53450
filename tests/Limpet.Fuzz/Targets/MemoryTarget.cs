using Limpet.Core.Bus;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>
/// A message as a program hands it over (kbus.md 3.1), for 64 and 32 bits: read at once, and written in pieces of whatever length the first byte says. What a pointy
/// message points to is the rest of the input.
/// </summary>
internal sealed class MemoryTarget(string name, MemoryLayout layout) : FuzzTarget(name, BusDevice.AbsoluteMaxMessageSize)
{
    public override void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        var choice = reader.Byte();
        var limit = (choice & 1) == 0 ? BusDevice.AbsoluteMaxMessageSize : 100;
        var bytes = reader.Rest();
        var read = Read(bytes);
        var (assembled, error) = Assemble(bytes, limit, 1 + (choice >> 1));
        var (atOnce, errorAtOnce) = Assemble(bytes, limit, int.MaxValue);
        FuzzFailureException.Unless(assembled == atOnce && error == errorAtOnce, $"In pieces it is {assembled} or {error}, at once {atOnce} or {errorAtOnce}.");

        // What may be written is what may be read, but for what only a read gives: a wildcard, both ALL_OR flags; and a size limit.
        if (read is not null && limit == BusDevice.AbsoluteMaxMessageSize)
        {
            var neither = read.Name.IsWildcard || (read.Flags & Both) == Both || layout.EntireLength(read) > limit;
            FuzzFailureException.Unless(neither == (assembled is null), $"{read} is read, and written it is {assembled} or {error}.");
        }

        FuzzFailureException.Unless(assembled is null || read is null || assembled == read, $"{read} is read, and {assembled} written.");
        if (assembled is not null)
        {
            var again = EntireMessage.Read(EntireMessage.ToBytes(assembled, layout), layout);
            FuzzFailureException.Unless(again == assembled, $"{assembled} was read, and after it was written {again}.");
        }
    }

    private const MessageFlags Both = MessageFlags.AllOrWait | MessageFlags.AllOrFail;

    private KbusMessage? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return EntireMessage.Read(bytes, layout);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private (KbusMessage? Message, Errno Error) Assemble(ReadOnlySpan<byte> bytes, int limit, int pieceLength)
    {
        var assembler = new MessageAssembler(layout);
        while (!bytes.IsEmpty && !assembler.IsComplete)
        {
            // A pointy message ends with its header.
            var most = assembler.Written < layout.HeaderSize ? layout.HeaderSize - assembler.Written : bytes.Length;
            var piece = bytes[..Math.Min(Math.Min(pieceLength, most), bytes.Length)];
            bytes = bytes[piece.Length..];
            if (assembler.Append(piece, limit) is var error && error != Errno.None)
            {
                FuzzFailureException.Unless(assembler.IsEmpty, $"After {error} something is left of the message.");
                return (null, error);
            }
        }

        if (!assembler.IsComplete)
        {
            return (null, Errno.None);
        }

        if (assembler.Pointers is not { } parts)
        {
            return bytes.IsEmpty ? (assembler.TakeEntire(), Errno.None) : (null, assembler.Append(bytes, limit));
        }

        var rest = new InputReader(bytes);
        var taken = assembler.TakePointy(rest.Take(parts.NameLength), rest.Take(parts.DataLength).ToArray(), out var message);
        return (message, taken);
    }
}
