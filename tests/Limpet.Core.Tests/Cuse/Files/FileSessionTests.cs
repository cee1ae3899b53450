using System.Text;
using Limpet.Core.Cuse.Files;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Cuse.Files;

/// <summary>The requests of linux/fuse.h for a file system of two files, byte by byte.</summary>
public sealed class FileSessionTests
{
    private const uint Lookup = 1;
    private const uint GetAttributes = 3;
    private const uint Open = 14;
    private const uint Read = 15;
    private const uint Release = 18;
    private const uint Init = 26;
    private const uint ReadDirectory = 28;

    private readonly byte[] _reply = new byte[FileSession.BufferSize];
    private readonly FileSession _session;
    private byte[] _first = "first\n"u8.ToArray();
    private ulong _unique = 7;

    public FileSessionTests() => _session = new FileSession([new ServedFile("one", () => _first), new ServedFile("two", () => "second\n"u8.ToArray())]);

    [Theory]
    [InlineData(36u, 64, 31u)]
    [InlineData(31u, 64, 31u)]
    [InlineData(23u, 64, 23u)]
    [InlineData(22u, 24, 22u)]
    public void Init_is_answered_in_the_kernels_version_and_with_the_length_that_it_has(uint minor, int length, uint answered)
    {
        var (error, body) = Request(Init, 0, [.. Words(7, minor), .. Words(131072, 0xFFFFFFFF)]);
        Assert.Equal((0, length), (error, body.Length));
        Assert.Equal((7u, answered, 0u, 4096u), (U32(body, 0), U32(body, 4), U32(body, 12), U32(body, 20)));
    }

    [Theory]
    [InlineData(8u, 0u, 0)]
    [InlineData(7u, 15u, -(int)Errno.EIO)]
    [InlineData(6u, 1u, -(int)Errno.EIO)]
    public void Another_version_is_told_this_one_or_refused(uint major, uint minor, int expected)
    {
        var (error, body) = Request(Init, 0, [.. Words(major, minor), .. Words(0, 0)]);
        Assert.Equal(expected, error);
        if (error == 0)
        {
            Assert.Equal((7u, 31u), (U32(body, 0), U32(body, 4)));
        }
    }

    [Fact]
    public void Names_are_looked_up_in_the_root_alone()
    {
        var (error, body) = Request(Lookup, 1, "two\0"u8);
        Assert.Equal((0, 128), (error, body.Length));
        Assert.Equal((3ul, 3ul), (U64(body, 0), U64(body, 40)));
        Assert.Equal(0x8124u, U32(body, 40 + 60));
        foreach (var (node, name) in new[] { (1ul, "tw"), (1ul, "twoo"), (1ul, "TWO"), (1ul, ""), (2ul, "two") })
        {
            Assert.Equal(-(int)Errno.ENOENT, Request(Lookup, node, Encoding.UTF8.GetBytes(name + '\0')).Error);
        }

        Assert.Equal(-(int)Errno.EINVAL, Request(Lookup, 1, "two"u8).Error);
        Assert.Equal(-(int)Errno.EINVAL, Request(Lookup, 1, []).Error);
    }

    [Theory]
    [InlineData(1ul, 0x416Du, 2u)]
    [InlineData(2ul, 0x8124u, 1u)]
    [InlineData(3ul, 0x8124u, 1u)]
    public void Files_are_for_reading_and_of_no_length(ulong node, uint mode, uint links)
    {
        var (error, body) = Request(GetAttributes, node, new byte[16]);
        Assert.Equal((0, 104), (error, body.Length));
        Assert.Equal((node, 0ul, mode, links), (U64(body, 16), U64(body, 24), U32(body, 16 + 60), U32(body, 16 + 64)));
    }

    [Fact]
    public void What_is_not_there_is_ENOENT()
    {
        Assert.Equal(-(int)Errno.ENOENT, Request(GetAttributes, 4, new byte[16]).Error);
        Assert.Equal(-(int)Errno.ENOENT, Request(Open, 4, new byte[8]).Error);
        Assert.Equal(-(int)Errno.ENOENT, Request(Open, 1, new byte[8]).Error);
    }

    [Fact]
    public void A_text_is_made_on_opening_and_read_in_pieces_until_it_is_released()
    {
        var early = OpenFile(2);
        _first = "changed\n"u8.ToArray();
        var late = OpenFile(2);
        Assert.NotEqual(early, late);
        Assert.Equal("fir", ReadFile(early, 0, 3).Text);
        Assert.Equal("st\n", ReadFile(early, 3, 100).Text);
        Assert.Equal("", ReadFile(early, 6, 100).Text);
        Assert.Equal("", ReadFile(early, ulong.MaxValue, 100).Text);
        Assert.Equal("changed\n", ReadFile(late, 0, uint.MaxValue).Text);
        Assert.Equal(0, Request(Release, 2, [.. BitConverter.GetBytes(early), .. new byte[16]]).Error);
        Assert.Equal(-(int)Errno.EINVAL, ReadFile(early, 0, 3).Error);
        Assert.Equal(-(int)Errno.EINVAL, Request(Release, 2, [.. BitConverter.GetBytes(early), .. new byte[16]]).Error);
        Assert.Equal("changed\n", ReadFile(late, 0, 100).Text);
    }

    [Fact]
    public void It_is_opened_for_direct_reading()
    {
        var (_, body) = Request(Open, 2, new byte[8]);
        Assert.Equal((16, 1u), (body.Length, U32(body, 8)));
    }

    [Fact]
    public void Whoever_opens_without_end_is_ENOMEM_before_the_memory_is_full()
    {
        _first = new byte[FileSession.MostHeld / 4];
        var handles = Enumerable.Range(0, 4).Select(_ => OpenFile(2)).ToList();
        Assert.Equal(-(int)Errno.ENOMEM, Request(Open, 2, new byte[8]).Error);
        Assert.Equal(0, Request(Release, 2, [.. BitConverter.GetBytes(handles[1]), .. new byte[16]]).Error);
        OpenFile(2);
    }

    [Theory]
    [InlineData(4096u)]
    [InlineData(32u)]
    [InlineData(64u)]
    public void The_directory_is_read_whole_however_little_fits_at_a_time(uint room)
    {
        var names = new List<(string Name, uint Type, ulong Node)>();
        for (var offset = 0ul; ;)
        {
            var (error, body) = Request(ReadDirectory, 1, [.. new byte[8], .. BitConverter.GetBytes(offset), .. Words(room, 0), .. new byte[16]]);
            Assert.Equal(0, error);
            Assert.True(body.Length <= room);
            if (body.Length == 0)
            {
                break;
            }

            for (var at = 0; at < body.Length;)
            {
                var length = (int)U32(body, at + 16);
                names.Add((Encoding.UTF8.GetString(body, at + 24, length), U32(body, at + 20), U64(body, at)));
                offset = U64(body, at + 8);
                at += (24 + length + 7) & ~7;
            }
        }

        Assert.Equal([(".", 4u, 1ul), ("..", 4u, 1ul), ("one", 8u, 2ul), ("two", 8u, 3ul)], names);
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(42u)]
    public void To_be_forgotten_has_no_answer(uint opcode) => Assert.Equal(0, Raw(opcode, 2, new byte[16]));

    [Theory]
    [InlineData(5u)]
    [InlineData(16u)]
    [InlineData(22u)]
    [InlineData(34u)]
    [InlineData(36u)]
    [InlineData(39u)]
    [InlineData(46u)]
    [InlineData(52u)]
    public void What_else_is_asked_is_ENOSYS(uint opcode) => Assert.Equal(-(int)Errno.ENOSYS, Request(opcode, 2, new byte[40]).Error);

    [Fact]
    public void Random_bytes_harm_nothing()
    {
        var random = new Random(5);
        var handle = OpenFile(2);
        for (var i = 0; i < 20000; i++)
        {
            var body = new byte[random.Next(0, 60)];
            random.NextBytes(body);
            if (random.Next(2) == 0 && body.Length >= 8)
            {
                BitConverter.TryWriteBytes(body, handle + (ulong)random.Next(2));
            }

            var opcode = (uint)random.Next(0, 60);
            if (opcode != Release)
            {
                Raw(opcode, (ulong)random.Next(5), body);
            }
        }

        Assert.Equal("first\n", ReadFile(handle, 0, 100).Text);
        Assert.Equal(0, _session.Answer(new byte[39], _reply));
    }

    private static byte[] Words(uint first, uint second) => [.. BitConverter.GetBytes(first), .. BitConverter.GetBytes(second)];

    private static uint U32(byte[] bytes, int at) => BitConverter.ToUInt32(bytes, at);

    private static ulong U64(byte[] bytes, int at) => BitConverter.ToUInt64(bytes, at);

    private ulong OpenFile(ulong node)
    {
        var (error, body) = Request(Open, node, new byte[8]);
        Assert.Equal(0, error);
        return U64(body, 0);
    }

    private (int Error, string Text) ReadFile(ulong handle, ulong offset, uint size)
    {
        var (error, body) = Request(Read, 2, [.. BitConverter.GetBytes(handle), .. BitConverter.GetBytes(offset), .. Words(size, 0), .. new byte[16]]);
        return (error, Encoding.ASCII.GetString(body));
    }

    private (int Error, byte[] Body) Request(uint opcode, ulong node, ReadOnlySpan<byte> body)
    {
        var length = Raw(opcode, node, body);
        Assert.True(length >= 16, "there was no reply");
        Assert.Equal((length, _unique), (BitConverter.ToInt32(_reply), U64(_reply, 8)));
        return (BitConverter.ToInt32(_reply, 4), _reply.AsSpan(16, length - 16).ToArray());
    }

    private int Raw(uint opcode, ulong node, ReadOnlySpan<byte> body)
    {
        var request = new byte[40 + body.Length];
        BitConverter.TryWriteBytes(request, request.Length);
        BitConverter.TryWriteBytes(request.AsSpan(4), opcode);
        BitConverter.TryWriteBytes(request.AsSpan(8), ++_unique);
        BitConverter.TryWriteBytes(request.AsSpan(16), node);
        body.CopyTo(request.AsSpan(40));
        return _session.Answer(request, _reply);
    }
}
