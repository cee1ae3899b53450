using System.Runtime.InteropServices;

namespace Limpet.Core.Native;

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollFd
{
    public int Fd;
    public short Wanted;
    public short Returned;
}
