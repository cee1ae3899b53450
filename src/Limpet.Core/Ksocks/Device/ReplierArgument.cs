using System.Runtime.InteropServices;

namespace Limpet.Core.Ksocks.Device;

/// <summary>What REPLIER reads, and whose first field it writes (kbus.md 4): 16 bytes in a 64-bit process, 12 in a 32-bit one.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ReplierArgument
{
    public uint ReturnId;
    public uint NameLength;
    public nint Name;
}
