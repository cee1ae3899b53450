namespace Limpet.Core.Tests.Limpets.Wire;

/// <summary>One frame that two C Limpets exchanged, as <c>Vectors/*.hex</c> holds it.</summary>
public sealed record RecordedFrame(string File, bool FromServer, byte[] Bytes)
{
    private static readonly string Directory = Path.Combine(AppContext.BaseDirectory, "Vectors");

    public bool IsHelo => Bytes.AsSpan().StartsWith("HELO"u8);

    public static IEnumerable<RecordedFrame> All => System.IO.Directory.GetFiles(Directory, "*.hex").Order(StringComparer.Ordinal).SelectMany(Read);

    public static IEnumerable<RecordedFrame> Read(string file)
        => System.IO.File.ReadLines(Path.Combine(Directory, file))
            .Where(line => line.StartsWith("S>C ", StringComparison.Ordinal) || line.StartsWith("C>S ", StringComparison.Ordinal))
            .Select(line => new RecordedFrame(Path.GetFileName(file), line[0] == 'S', Convert.FromHexString(line[4..].Trim())));
}
