using System.Globalization;
using System.Text.RegularExpressions;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Messages.InMemory;

/// <summary>What a kernel module gave to <c>read</c> on a 64-bit machine, as noted beside the recorded frames.</summary>
public sealed partial class RecordedReadsTests
{
    private static readonly string VectorsDirectory = Path.Combine(AppContext.BaseDirectory, "Vectors");

    public static TheoryData<string, int> FilesAndCounts => new()
    {
        { "02-announcement.hex", 1 }, { "03-announcement-c2s.hex", 1 }, { "04-padding.hex", 17 }, { "05-replier-bind-event.hex", 2 },
        { "06-request-reply.hex", 2 }, { "07-request-reply-s2c.hex", 2 }, { "08-local-request-overheard.hex", 3 }, { "09-replier-goneaway.hex", 2 },
        { "10-replier-unbound.hex", 1 },
    };

    [Theory]
    [MemberData(nameof(FilesAndCounts))]
    public void Each_recorded_read_decodes_and_encodes_to_the_same_bytes(string file, int count)
    {
        Assert.SkipUnless(BitConverter.IsLittleEndian, "The recordings are of a little-endian machine.");
        var whole = Reads(file).Where(read => !read.Hex.EndsWith("...", StringComparison.Ordinal)).ToList();
        Assert.Equal(count, whole.Count);
        foreach (var (length, hex) in whole)
        {
            var bytes = Convert.FromHexString(hex);
            Assert.Equal(length, bytes.Length);
            var message = EntireMessage.Read(bytes, MemoryLayout.Bits64);
            Assert.Equal(bytes, EntireMessage.ToBytes(message, MemoryLayout.Bits64));
        }
    }

    [Fact]
    public void The_read_that_is_noted_in_part_begins_as_ours_does_and_has_its_length()
    {
        Assert.SkipUnless(BitConverter.IsLittleEndian, "The recordings are of a little-endian machine.");
        var (length, hex) = Assert.Single(Reads("04-padding.hex"), read => read.Hex.EndsWith("...", StringComparison.Ordinal));
        var beginning = Convert.FromHexString(hex[..^3]);

        // The rest of its data is known from the frame that carried the message: 60 bytes of header, the end guard, the padded name, the data.
        var frame = Convert.FromHexString(File.ReadLines(Path.Combine(VectorsDirectory, "04-padding.hex")).Where(line => line.StartsWith("S>C ", StringComparison.Ordinal)).MaxBy(line => line.Length)![4..]);
        var data = frame.AsMemory(64 + Padding.Name("$.Big".Length), 5001);
        var message = new KbusMessage(MessageName.Parse("$.Big"), data) { Id = new MessageId(2, 18), From = 1, OrigFrom = new OriginId(2, 2) };

        var ours = EntireMessage.ToBytes(message, MemoryLayout.Bits64);
        Assert.Equal(length, ours.Length);
        Assert.Equal(beginning, ours[..beginning.Length]);
        Assert.Equal(message, EntireMessage.Read(ours, MemoryLayout.Bits64));
    }

    [Fact]
    public void A_recorded_read_has_the_fields_that_the_note_above_it_says()
    {
        var bytes = Convert.FromHexString(Reads("09-replier-goneaway.hex")[1].Hex);
        var status = EntireMessage.Read(bytes, MemoryLayout.Bits64);
        Assert.Equal(
            new KbusMessage(MessageName.Parse("$.KBUS.Replier.Ignored")) { Id = new MessageId(0, 4), To = 2, From = 1, OrigFrom = new OriginId(2, 2), InReplyTo = new MessageId(0, 2) },
            status);
    }

    private static List<(int Length, string Hex)> Reads(string file)
        => [.. File.ReadLines(Path.Combine(VectorsDirectory, file))
            .Select(line => Read().Match(line))
            .Where(match => match.Success)
            .Select(match => (int.Parse(match.Groups["length"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["hex"].Value))];

    [GeneratedRegex(@"raw bytes read from /dev/kbus\d+ \((?<length>\d+), host order, 64-bit\): (?<hex>\S+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Read();
}
