namespace Limpet.Core.Cuse.Protocol;

/// <summary>A range of the caller's memory, which the kernel fetches or stores for us (struct fuse_ioctl_iovec).</summary>
/// <param name="Address">Where it begins.</param>
/// <param name="Length">Bytes in it.</param>
internal readonly record struct CallerRange(ulong Address, int Length);
