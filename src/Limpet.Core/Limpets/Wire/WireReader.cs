using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Limpets.Wire;

/// <summary>
/// Reads one message out of the bytes of limpet.md 1. What can be wrong is found as early as the bytes allow, and before anything is allocated.
/// </summary>
internal sealed class WireReader(int maxEntireLength)
{
    /// <summary>What a Reply or Status is called whose own name is none: the C Limpet writes such names (limpet.md 4).</summary>
    public static readonly MessageName UnknownRemoteError = MessageName.Parse("$.KBUS.RemoteError.Unknown");

    private readonly MessageNameCache _names = new();

    /// <summary>
    /// How many bytes the message takes that begins here, or 0 while there are too few to tell.
    /// </summary>
    /// <exception cref="BadMessageException">A guard is wrong, or a length over its limit.</exception>
    public int Measure(ReadOnlySpan<byte> source)
    {
        if (source.Length >= sizeof(uint))
        {
            ExpectGuard("start_guard", BinaryPrimitives.ReadUInt32BigEndian(source), WireFormat.StartGuard);
        }

        if (source.Length < WireFormat.HeaderLength)
        {
            return 0;
        }

        var header = new WireHeader(source);
        ExpectGuard("the header's end_guard", header.EndGuard, WireFormat.EndGuard);
        if (header.NameLength is 0 or > MessageName.MaxLength)
        {
            throw new BadMessageException("name_len", Text(header.NameLength), $"1 to {MessageName.MaxLength}");
        }

        var nameLength = (int)header.NameLength;
        var mostData = Math.Max(0, maxEntireLength - MemoryLayout.Bits64.EntireLength(nameLength, 0)) / 4 * 4;
        return header.DataLength <= mostData
            ? WireFormat.MessageLength(nameLength, (int)header.DataLength)
            : throw new BadMessageException("data_len", Text(header.DataLength), $"at most {mostData}, since a message with a name of {nameLength} bytes may have {maxEntireLength} bytes in all on this bus");
    }

    /// <summary>Reads the message whose bytes these are, as <see cref="Measure"/> gave them.</summary>
    /// <param name="source">Its bytes, with its data, which is copied; or without, where that is given.</param>
    /// <param name="apart">Its data, which is the message's from now on.</param>
    /// <exception cref="BadMessageException">The last guard is wrong, the name is none, or the data of a ReplierBindEvent says nothing.</exception>
    public KbusMessage Read(ReadOnlySpan<byte> source, byte[]? apart = null)
    {
        var header = new WireHeader(source);
        ExpectGuard("the last end_guard", BinaryPrimitives.ReadUInt32BigEndian(source[^sizeof(uint)..]), WireFormat.EndGuard);
        var nameBytes = source.Slice(WireFormat.HeaderLength, (int)header.NameLength);
        var data = apart ?? source.Slice(WireFormat.HeadLength(nameBytes.Length), (int)header.DataLength);
        if (!_names.TryGet(nameBytes, out var name, out var fault))
        {
            name = header.InReplyTo.IsNone ? throw BadName(nameBytes, fault) : UnknownRemoteError;
        }

        return header.ToMessage(name, name == MessageName.ReplierBindEvent ? NativeBindEvent(data) : apart ?? (data.IsEmpty ? default : data.ToArray()));
    }

    private static byte[] NativeBindEvent(ReadOnlySpan<byte> data)
        => ReplierBindEvent.TryRead(data, bigEndian: true, out var bindEvent, out var fault)
            ? bindEvent.ToData(bigEndian: false)
            : throw new BadMessageException("the data of a ReplierBindEvent", Helo.Show(data[..Math.Min(data.Length, 16)]), $"three numbers and a name; {fault}");

    private static BadMessageException BadName(ReadOnlySpan<byte> name, NameFault fault)
        => new("name", Helo.Show(name[..Math.Min(name.Length, 40)]), $"a message name; {NameRules.Describe(Encoding.Latin1.GetString(name), fault)}".TrimEnd('.'));

    private static void ExpectGuard(string field, uint found, uint expected)
    {
        if (found != expected)
        {
            throw new BadMessageException(field, $"0x{found:X8}", $"0x{expected:X8}");
        }
    }

    private static string Text(uint value) => value.ToString(CultureInfo.InvariantCulture);
}
