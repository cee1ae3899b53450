namespace Limpet.Core.Messages.InMemory;

/// <summary>
/// Entire messages, as every read of a device gives them: header with NULL pointers, padded name, padded data, end guard (kbus.md 3.1).
/// </summary>
public static class EntireMessage
{
    /// <summary>Writes the message and gives the bytes written, which are <see cref="MemoryLayout.EntireLength(KbusMessage)"/>.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than that.</exception>
    public static int Write(KbusMessage message, Span<byte> destination, MemoryLayout layout)
    {
        var length = layout.EntireLength(message);
        if (destination.Length < length)
        {
            throw new ArgumentException($"The entire message has {length} bytes, the destination {destination.Length}.", nameof(destination));
        }

        MessageHeader.Write(message, destination, layout);
        var rest = destination[layout.HeaderSize..length];
        rest.Clear();
        message.Name.WriteTo(rest);
        message.Data.Span.CopyTo(rest[Padding.Name(message.Name.Length)..]);
        BitConverter.TryWriteBytes(rest[^sizeof(uint)..], MemoryLayout.EndGuard);
        return length;
    }

    /// <summary>The message as bytes of its own.</summary>
    public static byte[] ToBytes(KbusMessage message, MemoryLayout layout)
    {
        var bytes = new byte[layout.EntireLength(message)];
        Write(message, bytes, layout);
        return bytes;
    }

    /// <summary>Reads one entire message, whose bytes these are, no more and no fewer. The data is copied.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="layout">The layout of whoever wrote them.</param>
    /// <param name="names">Where names seen before are kept, if anywhere.</param>
    /// <exception cref="FormatException">They are no entire message; the text says which field is wrong, what it holds and what is expected.</exception>
    public static KbusMessage Read(ReadOnlySpan<byte> source, MemoryLayout layout, MessageNameCache? names = null)
    {
        if (source.Length < layout.HeaderSize)
        {
            throw new FormatException($"An entire message has at least the {layout.HeaderSize} bytes of its header; found {source.Length}.");
        }

        var header = new MessageHeader(source, layout);
        Expect("start_guard", header.StartGuard, MemoryLayout.StartGuard);
        Expect("the header's end_guard", header.EndGuard, MemoryLayout.EndGuard);
        if (header.NamePointer != 0 || header.DataPointer != 0)
        {
            throw new FormatException($"The name and data pointers of an entire message are NULL; found 0x{header.NamePointer:X} and 0x{header.DataPointer:X}.");
        }

        var length = layout.HeaderSize + (4 * (((long)header.NameLength + 4) / 4)) + (4 * (((long)header.DataLength + 3) / 4)) + sizeof(uint);
        if (length != source.Length)
        {
            throw new FormatException($"name_len {header.NameLength} and data_len {header.DataLength} make an entire message of {length} bytes; found {source.Length}.");
        }

        Expect("the last end_guard", BitConverter.ToUInt32(source[^sizeof(uint)..]), MemoryLayout.EndGuard);
        var nameBytes = source.Slice(layout.HeaderSize, (int)header.NameLength);
        var known = names is null ? MessageName.TryParse(nameBytes, out var name, out var fault) : names.TryGet(nameBytes, out name, out fault);
        if (!known)
        {
            throw new FormatException(NameRules.Describe(System.Text.Encoding.Latin1.GetString(nameBytes), fault));
        }

        var data = source.Slice(layout.HeaderSize + Padding.Name(nameBytes.Length), (int)header.DataLength);
        return header.ToMessage(name!, data.IsEmpty ? default : data.ToArray());
    }

    private static void Expect(string field, uint found, uint expected)
    {
        if (found != expected)
        {
            throw new FormatException($"{field} of an entire message is 0x{found:X8}; expected 0x{expected:X8}.");
        }
    }
}
