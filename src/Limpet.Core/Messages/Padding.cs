namespace Limpet.Core.Messages;

/// <summary>How names and data are filled up to whole words, in memory (kbus.md 3.1) and on the wire (limpet.md 1) alike.</summary>
public static class Padding
{
    /// <summary>Bytes that a name takes: at least one zero after it, and then to a multiple of 4.</summary>
    public static int Name(int length) => 4 * ((length + 4) / 4);

    /// <summary>Bytes that data takes: to a multiple of 4, and none for none.</summary>
    public static int Data(int length) => 4 * ((length + 3) / 4);
}
