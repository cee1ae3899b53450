namespace Limpet.Core.Cuse.Protocol;

/// <summary>What the kernel asks of whoever serves a character device (linux/fuse.h, enum fuse_opcode); it asks nothing else of a CUSE device.</summary>
internal enum FuseOpcode : uint
{
    None = 0,
    Open = 14,
    Read = 15,
    Write = 16,
    Release = 18,
    Fsync = 20,
    Flush = 25,
    Interrupt = 36,
    Destroy = 38,
    Ioctl = 39,
    Poll = 40,
    CuseInit = 4096,
}
