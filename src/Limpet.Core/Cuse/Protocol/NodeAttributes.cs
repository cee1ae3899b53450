namespace Limpet.Core.Cuse.Protocol;

/// <summary>
/// What a file system tells of a file or a directory. Its size is always 0, as those under <c>/proc</c> have it: how much there is to read shows when it is opened.
/// </summary>
/// <param name="Node">What the kernel calls it; 1 for the root.</param>
/// <param name="IsDirectory">Whether it is a directory.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="Time">When it was made.</param>
internal readonly record struct NodeAttributes(ulong Node, bool IsDirectory, UnixFileMode Mode, DateTimeOffset Time);
