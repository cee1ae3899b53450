namespace Limpet.Core.Cuse.Protocol;

/// <summary>
/// What the kernel asks of whoever serves a character device or a file system that cannot be written (linux/fuse.h, enum fuse_opcode). What else it may ask can
/// be refused.
/// </summary>
internal enum FuseOpcode : uint
{
    None = 0,
    Lookup = 1,
    Forget = 2,
    GetAttributes = 3,
    Open = 14,
    Read = 15,
    Write = 16,
    FileSystemStatus = 17,
    Release = 18,
    Fsync = 20,
    Flush = 25,
    Init = 26,
    OpenDirectory = 27,
    ReadDirectory = 28,
    ReleaseDirectory = 29,
    Interrupt = 36,
    Destroy = 38,
    Ioctl = 39,
    Poll = 40,
    ForgetSeveral = 42,
    CuseInit = 4096,
}
