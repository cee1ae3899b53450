using System.Globalization;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Cuse;

/// <summary>Who opens the device, from what <c>/proc</c> says of the thread.</summary>
internal static class CuseCaller
{
    /// <summary>
    /// How that thread's program lays out its memory; that of this process where it cannot be told. Null for a thread of this process: whoever serves a device
    /// and uses it hangs for good when it is killed, since the kernel then waits for it to answer itself.
    /// </summary>
    public static MemoryLayout? LayoutOf(uint thread)
    {
        var id = thread.ToString(CultureInfo.InvariantCulture);
        if (Directory.Exists($"/proc/self/task/{id}"))
        {
            return null;
        }

        try
        {
            using var program = File.OpenHandle($"/proc/{id}/exe");
            Span<byte> start = stackalloc byte[5];
            return RandomAccess.Read(program, start, 0) == start.Length ? LayoutOfProgram(start) : MemoryLayout.Native;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, or gone already; its first ioctl will tell.
            return MemoryLayout.Native;
        }
    }

    /// <summary>By how its file begins: ELF, and then 1 for 32 bits.</summary>
    public static MemoryLayout LayoutOfProgram(ReadOnlySpan<byte> start)
        => start is [0x7F, (byte)'E', (byte)'L', (byte)'F', 1, ..] ? MemoryLayout.Bits32 : MemoryLayout.Native;
}
