using System.Text;
using Limpet.Core.Cuse.Protocol;
using Limpet.Core.Messages;

namespace Limpet.Core.Cuse.Files;

/// <summary>
/// A file system of one directory and some files to read, bytes in and bytes out. A file is made whole when it is opened, and whoever has it open reads that to
/// its end whatever happens meanwhile. One thread at a time.
/// </summary>
/// <param name="files">The files.</param>
internal sealed class FileSession(IReadOnlyList<ServedFile> files) : IFuseServer
{
    /// <summary>Bytes that a request or a reply may need; the kernel asks for no longer pieces than 32 pages.</summary>
    public const int BufferSize = LongestRead + 4096;

    /// <summary>Bytes of texts that are held for those who have them open; so that nobody exhausts the memory by opening without end.</summary>
    public const long MostHeld = 64L * 1024 * 1024;

    private const int LongestRead = 128 * 1024;
    private const ulong Root = 1;

    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Searchable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly DateTimeOffset _made = DateTimeOffset.UtcNow;
    private readonly Dictionary<ulong, byte[]> _open = [];
    private ulong _lastHandle;
    private long _held;

    /// <inheritdoc/>
    public int Answer(ReadOnlySpan<byte> bytes, Span<byte> reply)
    {
        if (!FuseRequest.TryParse(bytes, out var request))
        {
            return 0;
        }

        return request.Opcode switch
        {
            FuseOpcode.Init => Init(request, reply),
            FuseOpcode.Lookup => Lookup(request, reply),
            FuseOpcode.Forget or FuseOpcode.ForgetSeveral => 0,
            FuseOpcode.GetAttributes => Describe(request.Node) is { } attributes ? FileReply.Attributes(reply, request.Unique, attributes) : Missing(request, reply),
            FuseOpcode.Open => Open(request, reply),
            FuseOpcode.Read => Read(request, reply),
            FuseOpcode.Release => Release(request, reply),
            FuseOpcode.OpenDirectory => FuseReply.Opened(reply, request.Unique, handle: 0, FuseOpenFlags.None),
            FuseOpcode.ReadDirectory => ReadDirectory(request, reply),
            FuseOpcode.FileSystemStatus => FileReply.Status(reply, request.Unique, files.Count + 1),
            FuseOpcode.ReleaseDirectory or FuseOpcode.Flush or FuseOpcode.Destroy => FuseReply.Body(reply, request.Unique, 0),
            _ => FuseReply.Error(reply, request.Unique, Errno.ENOSYS),
        };
    }

    /// <inheritdoc/>
    public void Ended()
    {
        _open.Clear();
        _held = 0;
    }

    private static int Init(FuseRequest request, Span<byte> reply)
    {
        if (!request.TryInit(out var major, out var minor, out _))
        {
            return Malformed(request, reply);
        }

        return FuseVersion.IsSpoken(major, minor) ? FuseInit.Reply(reply, request.Unique, minor)
            : major > FuseVersion.Major ? FuseInit.OtherVersion(reply, request.Unique)
            : FuseReply.Error(reply, request.Unique, Errno.EIO);
    }

    private static ulong NodeOf(int index) => Root + 1 + (ulong)index;

    private static int Malformed(FuseRequest request, Span<byte> reply) => FuseReply.Error(reply, request.Unique, Errno.EINVAL);

    private static int Missing(FuseRequest request, Span<byte> reply) => FuseReply.Error(reply, request.Unique, Errno.ENOENT);

    private int Lookup(FuseRequest request, Span<byte> reply)
    {
        if (!request.TryName(out var name))
        {
            return Malformed(request, reply);
        }

        for (var i = 0; i < files.Count && request.Node == Root; i++)
        {
            if (Encoding.UTF8.GetBytes(files[i].Name).AsSpan().SequenceEqual(name))
            {
                return FileReply.Entry(reply, request.Unique, Describe(NodeOf(i))!.Value);
            }
        }

        return Missing(request, reply);
    }

    private int Open(FuseRequest request, Span<byte> reply)
    {
        if (FileOf(request.Node) is not { } file)
        {
            return Missing(request, reply);
        }

        byte[] text;
        try
        {
            text = file.Make();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FuseReply.Error(reply, request.Unique, Errno.EIO);
        }

        if (_open.Count > 0 && _held + text.Length > MostHeld)
        {
            return FuseReply.Error(reply, request.Unique, Errno.ENOMEM);
        }

        _open.Add(++_lastHandle, text);
        _held += text.Length;
        return FuseReply.Opened(reply, request.Unique, _lastHandle, FuseOpenFlags.DirectIo);
    }

    private int Read(FuseRequest request, Span<byte> reply)
    {
        if (!request.TryRead(out var handle, out var offset, out var size) || !_open.TryGetValue(handle, out var text))
        {
            return Malformed(request, reply);
        }

        var rest = text.AsSpan((int)Math.Min(offset, (ulong)text.Length));
        var piece = rest[..(int)Math.Min(Math.Min(size, LongestRead), (uint)rest.Length)];
        piece.CopyTo(reply[FuseReply.HeaderSize..]);
        return FuseReply.Body(reply, request.Unique, piece.Length);
    }

    private int Release(FuseRequest request, Span<byte> reply)
    {
        if (!request.TryRelease(out var handle) || !_open.Remove(handle, out var text))
        {
            return Malformed(request, reply);
        }

        _held -= text.Length;
        return FuseReply.Body(reply, request.Unique, 0);
    }

    private int ReadDirectory(FuseRequest request, Span<byte> reply)
    {
        if (request.Node != Root || !request.TryRead(out _, out var offset, out var size))
        {
            return Malformed(request, reply);
        }

        var room = reply.Slice(FuseReply.HeaderSize, (int)Math.Min(size, LongestRead));
        var length = 0;
        for (var place = offset; place < (ulong)files.Count + 2; place++)
        {
            var (node, name) = place < 2 ? (Root, place == 0 ? "." : "..") : (NodeOf((int)place - 2), files[(int)place - 2].Name);
            if (!FileReply.TryDirectoryEntry(room[length..], Describe(node)!.Value, name, place + 1, out var added))
            {
                break;
            }

            length += added;
        }

        return FuseReply.Body(reply, request.Unique, length);
    }

    private ServedFile? FileOf(ulong node) => node > Root && node <= Root + (ulong)files.Count ? files[(int)(node - Root - 1)] : null;

    private NodeAttributes? Describe(ulong node)
        => node == Root ? new NodeAttributes(Root, IsDirectory: true, Searchable, _made)
            : FileOf(node) is not null ? new NodeAttributes(node, IsDirectory: false, Readable, _made)
            : null;
}
