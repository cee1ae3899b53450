using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Wire;

/// <summary>The lengths and numbers of limpet.md 1. Every number on the wire is a big-endian u32.</summary>
public static class WireFormat
{
    /// <summary>What begins every message.</summary>
    public const uint StartGuard = 0x7375624B;

    /// <summary>What ends the header, and the message.</summary>
    public const uint EndGuard = 0x4B627573;

    /// <summary>Bytes in the header: sixteen numbers, from one guard to the other.</summary>
    public const int HeaderLength = 16 * sizeof(uint);

    /// <summary>Bytes in the shortest message: the header, a padded name of one to three bytes, the last guard.</summary>
    public const int ShortestMessage = HeaderLength + sizeof(uint) + sizeof(uint);

    /// <summary>Bytes that a message takes on the wire.</summary>
    /// <param name="nameLength">Bytes in its name, 1 to 1000.</param>
    /// <param name="dataLength">Bytes in its data.</param>
    public static int MessageLength(int nameLength, int dataLength)
        => HeaderLength + Padding.Name(nameLength) + Padding.Data(dataLength) + sizeof(uint);

    /// <summary>Bytes that a message takes on the wire.</summary>
    public static int MessageLength(KbusMessage message) => MessageLength(message.Name.Length, message.Data.Length);

    /// <summary>Bytes of a message before its data: the header, and the name with its padding.</summary>
    internal static int HeadLength(KbusMessage message) => HeadLength(message.Name.Length);

    /// <inheritdoc cref="HeadLength(KbusMessage)"/>
    internal static int HeadLength(int nameLength) => HeaderLength + Padding.Name(nameLength);
}
