using System.Globalization;
using System.Text;

namespace Limpet.Kernel.Tests;

/// <summary>The archive of files that a kernel begins with (the format newc of cpio).</summary>
public sealed class InitialFileSystem
{
    private const int Directory = 0x41ED;
    private const int Program = 0x81ED;

    private readonly List<byte> _bytes = [];
    private int _lastInode;

    /// <summary>Adds a directory.</summary>
    public void AddDirectory(string name) => Add(name, Directory, []);

    /// <summary>Adds a file that may be run.</summary>
    public void AddFile(string name, byte[] content) => Add(name, Program, content);

    /// <summary>The whole archive, to which nothing can be added any more.</summary>
    public byte[] Finish()
    {
        Add("TRAILER!!!", 0, []);
        return [.. _bytes];
    }

    private void Add(string name, int mode, byte[] content)
    {
        // Inode, mode, owner, group, links, time, size, four numbers of devices, length of the name, checksum.
        int[] fields = [++_lastInode, mode, 0, 0, 1, 0, content.Length, 0, 0, 0, 0, name.Length + 1, 0];
        var header = new StringBuilder("070701");
        foreach (var field in fields)
        {
            header.Append(CultureInfo.InvariantCulture, $"{field:x8}");
        }

        Write(Encoding.ASCII.GetBytes($"{header}{name}\0"));
        Write(content);
    }

    private void Write(byte[] part)
    {
        _bytes.AddRange(part);
        _bytes.AddRange(new byte[-part.Length & 3]);
    }
}
