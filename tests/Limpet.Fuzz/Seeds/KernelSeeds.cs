using System.Text;
using Limpet.Core.Cuse.Ioctls;
using Limpet.Core.Cuse.Protocol;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Fuzzing.Seeds;

/// <summary>Requests as the kernel makes them.</summary>
internal static class KernelSeeds
{
    private const uint Unrestricted = 2;

    public static IEnumerable<byte[]> Device()
    {
        foreach (var layout in new[] { MemoryLayout.Bits64, MemoryLayout.Bits32 })
        {
            var thread = layout == MemoryLayout.Bits64 ? 2u : 3u;
            var open = Request(FuseOpcode.Open, 0, thread, Words(2, 0));
            byte[] name = [.. Words(0, 3), .. Pointer(0x2000, layout), .. "$.A"u8];
            var bind = Ioctl(KsockIoctl.Bind, layout, thread, name, 0);
            var message = EntireMessage.ToBytes(KbusMessage.Request("$.A", "data"), layout);
            yield return Join(open, bind, Write(message, thread), Ioctl(KsockIoctl.Send, layout, thread, [], 0), Ioctl(KsockIoctl.Send, layout, thread, [], 8), Ioctl(KsockIoctl.NextMessage, layout, thread, [], 4), Transfer(FuseOpcode.Read, 1, 4096, thread));
            yield return Join(open, Ioctl(KsockIoctl.Bind, layout, thread, [.. Words(1, 3), .. name[8..]], 0), bind, Write(message, thread), Ioctl(KsockIoctl.Send, layout, thread, [], 8), Poll(thread), Request(FuseOpcode.Release, 0, thread, new byte[24]));

            var header = message.AsSpan(0, layout.HeaderSize).ToArray();
            Pointer(0x2000, layout).CopyTo(header, layout.NamePointerOffset);
            Pointer(0x3000, layout).CopyTo(header, layout.DataPointerOffset);
            yield return Join(open, Write(header, thread), Ioctl(KsockIoctl.Send, layout, thread, [], 0), Ioctl(KsockIoctl.Send, layout, thread, [], 8), Ioctl(KsockIoctl.Send, layout, thread, "$.Adata"u8.ToArray(), 8));
            yield return Join([open, .. Enum.GetValues<KsockIoctl>().Select(ioctl => Ioctl(ioctl, layout, thread, Words(1), 4)), Ioctl(KsockIoctl.LastSent, layout, thread, [], 8), Ioctl(KsockIoctl.Replier, layout, thread, name, 4), Ioctl(KsockIoctl.Unbind, layout, thread, name, 0)]);
        }

        yield return Join(Request(FuseOpcode.Flush, 0, 2, []), Request(FuseOpcode.Interrupt, 0, 2, []), Request(FuseOpcode.Open, 0, uint.MaxValue, Words(0, 0)), Request(FuseOpcode.Destroy, 0, 2, []));
    }

    public static IEnumerable<byte[]> Files()
    {
        yield return Join(
            Request(FuseOpcode.Init, 0, 0, [.. Words(7, 31), .. Words(0, 0)]),
            Request(FuseOpcode.Lookup, 1, 0, "bindings\0"u8.ToArray()),
            Request(FuseOpcode.GetAttributes, 2, 0, new byte[16]),
            Request(FuseOpcode.Open, 2, 0, Words(0, 0)),
            Transfer(FuseOpcode.Read, 1, 100, 0),
            Request(FuseOpcode.Release, 2, 0, [.. BitConverter.GetBytes(1ul), .. new byte[16]]));
        yield return Join(
            Request(FuseOpcode.OpenDirectory, 1, 0, Words(0, 0)),
            Request(FuseOpcode.ReadDirectory, 1, 0, [.. new byte[16], .. Words(4096, 0), .. new byte[16]]),
            Request(FuseOpcode.ReleaseDirectory, 1, 0, new byte[24]),
            Request(FuseOpcode.FileSystemStatus, 1, 0, []),
            Request(FuseOpcode.Forget, 2, 0, new byte[8]));
        yield return Join([.. Enumerable.Range(1, 45).Select(opcode => Request((FuseOpcode)opcode, 1, 0, []))]);
        yield return Join(Request(FuseOpcode.Open, 4, 0, Words(0, 0)), Request(FuseOpcode.Open, 9, 0, Words(0, 0)), Request(FuseOpcode.Lookup, 1, 0, Encoding.UTF8.GetBytes("none\0")), Request(FuseOpcode.Init, 0, 0, [.. Words(8, 0), .. Words(0, 0)]));
    }

    private static byte[] Join(params byte[][] requests) => [.. requests.SelectMany(request => (byte[])[.. BitConverter.GetBytes((ushort)request.Length), .. request])];

    private static byte[] Request(FuseOpcode opcode, ulong node, uint thread, byte[] body)
        => [.. Words((uint)(FuseRequest.HeaderSize + body.Length), (uint)opcode), .. BitConverter.GetBytes(77ul), .. BitConverter.GetBytes(node), .. Words(0, 0), .. Words(thread, 0), .. body];

    private static byte[] Write(byte[] bytes, uint thread)
        => Request(FuseOpcode.Write, 0, thread, [.. BitConverter.GetBytes(1ul), .. new byte[8], .. Words((uint)bytes.Length, 0), .. new byte[16], .. bytes]);

    private static byte[] Transfer(FuseOpcode opcode, ulong handle, uint size, uint thread)
        => Request(opcode, 0, thread, [.. BitConverter.GetBytes(handle), .. new byte[8], .. Words(size, 0), .. new byte[16]]);

    private static byte[] Poll(uint thread) => Request(FuseOpcode.Poll, 0, thread, [.. BitConverter.GetBytes(1ul), .. BitConverter.GetBytes(9ul), .. Words(1, 0)]);

    private static byte[] Ioctl(KsockIoctl ioctl, MemoryLayout layout, uint thread, byte[] fetched, uint store)
        => Request(
            FuseOpcode.Ioctl,
            0,
            thread,
            [
                .. BitConverter.GetBytes(1ul), .. Words(layout == MemoryLayout.Bits32 ? Unrestricted | 1 | 8 : Unrestricted, IoctlNumber.Encode(ioctl, layout)),
                .. BitConverter.GetBytes(0x1000ul), .. Words((uint)fetched.Length, store), .. fetched,
            ]);

    private static byte[] Words(params uint[] words) => [.. words.SelectMany(BitConverter.GetBytes)];

    private static byte[] Pointer(ulong address, MemoryLayout layout) => layout.PointerSize == 8 ? BitConverter.GetBytes(address) : BitConverter.GetBytes((uint)address);
}
