using System.Runtime.InteropServices;

namespace Limpet.Core.Ksocks.Device;

/// <summary>What BIND and UNBIND read (kbus.md 4): 16 bytes in a 64-bit process, 12 in a 32-bit one.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BindArgument
{
    public uint IsReplier;
    public uint NameLength;
    public nint Name;
}
