using System.Buffers;
using System.Text;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Fuzzing.Seeds;

/// <summary>What two C Limpets said to each other (Vectors/*.hex), and what they never say.</summary>
internal static class WireSeeds
{
    private static readonly string s_vectors = Path.Combine(FuzzTargets.Corpus, "..", "..", "Limpet.Core.Tests", "Vectors");

    public static IEnumerable<byte[]> Streams()
    {
        // A first byte: a large limit, and pieces of various lengths.
        var choice = 2;
        foreach (var file in Directory.GetFiles(s_vectors, "*.hex").Order(StringComparer.Ordinal))
        {
            foreach (var direction in new[] { "S>C ", "C>S " })
            {
                byte[] stream = [.. Frames(file, direction).Where(frame => !frame.AsSpan().StartsWith("HELO"u8)).SelectMany(frame => frame)];
                if (stream.Length > 0)
                {
                    yield return [(byte)(choice += 4), .. stream];
                }
            }
        }

        yield return [2, .. Wire(KbusMessage.Announcement($"$.{new string('a', 998)}", "long"))];
        yield return [1, .. Wire(KbusMessage.Announcement("$.A", new string('x', 1025)))];
        yield return [0, .. Wire(KbusMessage.Announcement("$.A"))];
        yield return [2];
    }

    public static IEnumerable<byte[]> Helos() =>
    [
        "HELO\0\0\0\u0001\u0002\0\0\0"u8.ToArray(),
        "HELO\0\0\0\0\u0002\0\0\0"u8.ToArray(),
        "HELO\0\0\0\u0002\u0002\0\0\0"u8.ToArray(),
        [.. "HELO"u8, 0xFF, 0xFF, 0xFF, 0xFF],
        [0x16, 0x03, 0x01, 0x02, 0, 1, 0, 1],
        "GET / HT"u8.ToArray(),
    ];

    public static IEnumerable<byte[]> Farewells() =>
    [
        [2, .. Wire(new Farewell(FarewellKind.Refused, "Its network id is another's.").ToMessage(2))],
        [3, .. Wire(new Farewell(FarewellKind.Displaced, "\u001b[31mred\u0007").ToMessage(3))],
        [4, .. Encoding.UTF8.GetBytes(new string('é', 600))],
        [5, 0xFF, 0xFE, 0xC0, 0x80],
    ];

    public static IEnumerable<byte[]> Alerts()
        => [.. new[] { TlsFault.PeerHasNone, TlsFault.PeerExpired, TlsFault.PeerIsPlain }.Select(TlsAlert.RecordFor), "HELO\0\0\0"u8.ToArray(), "HE"u8.ToArray(), "\u001b[2J"u8.ToArray(), [0x16, 3, 1]];

    private static IEnumerable<byte[]> Frames(string file, string direction)
        => File.ReadLines(file).Where(line => line.StartsWith(direction, StringComparison.Ordinal)).Select(line => Convert.FromHexString(line[direction.Length..].Trim()));

    private static byte[] Wire(KbusMessage message)
    {
        var bytes = new ArrayBufferWriter<byte>();
        WireWriter.Write(message, bytes);
        return bytes.WrittenSpan.ToArray();
    }
}
