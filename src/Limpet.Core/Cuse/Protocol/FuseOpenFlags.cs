namespace Limpet.Core.Cuse.Protocol;

/// <summary>How an opened file is to be treated (linux/fuse.h, FOPEN_).</summary>
[Flags]
internal enum FuseOpenFlags : uint
{
    None = 0,

    /// <summary>Nothing is cached: every read comes here, and gives as much as there is whatever size the file has.</summary>
    DirectIo = 1 << 0,

    /// <summary>It has no position.</summary>
    NonSeekable = 1 << 2,
}
