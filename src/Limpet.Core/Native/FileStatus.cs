namespace Limpet.Core.Native;

/// <summary>What the system says of a file.</summary>
/// <param name="UserId">Its owner.</param>
/// <param name="GroupId">Its group.</param>
/// <param name="Mode">Type and permissions, as st_mode.</param>
/// <param name="Inode">Its number on its file system.</param>
internal readonly record struct FileStatus(uint UserId, uint GroupId, ushort Mode, ulong Inode)
{
    private const int TypeMask = 0xF000;

    public bool IsDirectory => (Mode & TypeMask) == 0x4000;

    public bool IsCharacterDevice => (Mode & TypeMask) == 0x2000;

    public bool IsSocket => (Mode & TypeMask) == 0xC000;

    public int Permissions => Mode & 0xFFF;
}
