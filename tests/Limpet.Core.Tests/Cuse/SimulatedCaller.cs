using System.Text;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Cuse;
using Limpet.Core.Cuse.Ioctls;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Cuse;

/// <summary>
/// A program that uses the device, and the kernel between it and the session: it makes the requests that linux/fuse.h describes, byte by byte, follows
/// FUSE_IOCTL_RETRY in the memory of a program that it keeps, splits long transfers, and counts.
/// </summary>
internal sealed class SimulatedCaller
{
    private const int MostFetched = 32 * 4096;

    private readonly CuseSession _session;
    private readonly byte[] _reply = new byte[CuseSession.BufferSize];
    private readonly byte[] _memory = new byte[1 << 20];
    private ulong _unique = 100;

    public SimulatedCaller(BusHost host, MemoryLayout? layout = null)
    {
        Layout = layout ?? MemoryLayout.Bits64;
        _session = new CuseSession(host, Told.Add, _ => Layout, () => NextDevice);
    }

    public MemoryLayout Layout { get; set; }

    public uint Thread { get; set; } = 7;

    public uint? NextDevice { get; set; } = 5;

    /// <summary>The open files that the kernel was told of news for.</summary>
    public List<ulong> Told { get; } = [];

    public int Requests { get; private set; }

    /// <summary>Sees each request's body of an ioctl before it is made; false keeps it from being made, as when its caller is killed.</summary>
    public Func<bool>? BeforeIoctl { get; set; }

    public ulong Open(uint flags = 2)
    {
        var (error, body) = Request(14, Words(flags, 0));
        Assert.Equal(0, error);
        Assert.Equal(16, body.Length);
        return BitConverter.ToUInt64(body);
    }

    public int Release(ulong handle) => Request(18, [.. BitConverter.GetBytes(handle), .. new byte[16]]).Error;

    public int Write(ulong handle, ReadOnlySpan<byte> bytes)
    {
        var (error, body) = Request(16, [.. BitConverter.GetBytes(handle), .. new byte[8], .. Words((uint)bytes.Length, 0), .. new byte[16], .. bytes]);
        return error == 0 ? BitConverter.ToInt32(body) : error;
    }

    public (int Error, byte[] Bytes) Read(ulong handle, int size)
        => Request(15, [.. BitConverter.GetBytes(handle), .. new byte[8], .. Words((uint)size, 0), .. new byte[16]]);

    public uint Poll(ulong handle, ulong kernelHandle = 0, bool notify = false)
    {
        var (error, body) = Request(40, [.. BitConverter.GetBytes(handle), .. BitConverter.GetBytes(kernelHandle), .. Words(notify ? 1u : 0u, 0)]);
        Assert.Equal(0, error);
        return BitConverter.ToUInt32(body);
    }

    /// <summary>Puts bytes into the program's memory and gives their address.</summary>
    public ulong Put(ulong at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_memory.AsSpan((int)at));
        return at;
    }

    public uint Word(ulong at) => BitConverter.ToUInt32(_memory, (int)at);

    public int Ioctl(ulong handle, KsockIoctl ioctl, ulong argument = 0) => Ioctl(handle, IoctlNumber.Encode(ioctl, Layout), argument);

    /// <summary>ioctl(2): what it returns, an errno as a negative number.</summary>
    public int Ioctl(ulong handle, uint number, ulong argument)
    {
        const uint Unrestricted = 2;
        var flags = Unrestricted | (Layout.PointerSize == 4 ? 1u | 8u : 0u);
        byte[] fetched = [];
        (ulong Address, ulong Length)? store = null;
        while (true)
        {
            if (BeforeIoctl?.Invoke() == false)
            {
                return -(int)Errno.EINTR;
            }

            var (error, body) = Request(
                39,
                [
                    .. BitConverter.GetBytes(handle), .. Words(flags, number), .. BitConverter.GetBytes(argument),
                    .. Words((uint)fetched.Length, (uint)(store?.Length ?? 0)), .. fetched,
                ]);
            if (error != 0)
            {
                return error;
            }

            if ((BitConverter.ToUInt32(body, 4) & 4) == 0)
            {
                Assert.True(body.Length - 16 <= (int)(store?.Length ?? 0), "more was stored than asked for");
                body.AsSpan(16).CopyTo(_memory.AsSpan((int)(store?.Address ?? 0)));
                return BitConverter.ToInt32(body);
            }

            var (ins, outs) = (BitConverter.ToInt32(body, 8), BitConverter.ToInt32(body, 12));
            Assert.Equal(16 + (16 * (ins + outs)), body.Length);
            var ranges = Enumerable.Range(0, ins + outs)
                .Select(i => (Address: BitConverter.ToUInt64(body, 16 + (16 * i)), Length: BitConverter.ToUInt64(body, 24 + (16 * i)))).ToList();
            if (ranges.Exists(range => range.Address == 0 || range.Address + range.Length > (ulong)_memory.Length))
            {
                return -(int)Errno.EFAULT;
            }

            Assert.True(ranges.Take(ins).Sum(range => (long)range.Length) <= MostFetched, "the kernel fetches no more than 32 pages");
            fetched = [.. ranges.Take(ins).SelectMany(range => _memory.AsSpan((int)range.Address, (int)range.Length).ToArray())];
            store = outs == 0 ? null : ranges[ins];
        }
    }

    public int Bind(ulong handle, string name, bool replier = false, KsockIoctl ioctl = KsockIoctl.Bind)
    {
        Put(0x2000, Encoding.Latin1.GetBytes(name));
        return Ioctl(handle, ioctl, Put(0x1000, [.. Words(replier ? 1u : 0u, (uint)name.Length), .. Pointer(0x2000)]));
    }

    /// <summary>Writes the header of a pointy message whose name and data stand in the program's memory.</summary>
    public int WritePointy(ulong handle, string name, ReadOnlySpan<byte> data, MessageFlags flags = MessageFlags.None)
    {
        Put(0x3000, Encoding.Latin1.GetBytes(name));
        Put(0x10000, data);
        return Write(handle, Header(0x3000, name.Length, data.Length == 0 ? 0ul : 0x10000, data.Length, flags));
    }

    public byte[] Header(ulong name, int nameLength, ulong data, int dataLength, MessageFlags flags = MessageFlags.None)
    {
        var header = EntireMessage.ToBytes(KbusMessage.Announcement("$.X") with { Flags = flags }, Layout).AsSpan(0, Layout.HeaderSize).ToArray();
        BitConverter.TryWriteBytes(header.AsSpan(52), nameLength);
        BitConverter.TryWriteBytes(header.AsSpan(56), dataLength);
        Pointer(name).CopyTo(header, Layout.PointerSize == 8 ? 64 : 60);
        Pointer(data).CopyTo(header, Layout.PointerSize == 8 ? 72 : 64);
        return header;
    }

    /// <summary>A request as the kernel makes it: its errno as a negative number, and the body.</summary>
    public (int Error, byte[] Body) Request(uint opcode, ReadOnlySpan<byte> body)
    {
        Requests++;
        var request = new byte[40 + body.Length];
        BitConverter.TryWriteBytes(request, request.Length);
        BitConverter.TryWriteBytes(request.AsSpan(4), opcode);
        BitConverter.TryWriteBytes(request.AsSpan(8), ++_unique);
        BitConverter.TryWriteBytes(request.AsSpan(32), Thread);
        body.CopyTo(request.AsSpan(40));
        var length = _session.Answer(request, _reply);
        Assert.True(length >= 16, "there was no reply");
        Assert.Equal(length, BitConverter.ToInt32(_reply));
        Assert.Equal(_unique, BitConverter.ToUInt64(_reply, 8));
        return (BitConverter.ToInt32(_reply, 4), _reply.AsSpan(16, length - 16).ToArray());
    }

    public int Raw(ReadOnlySpan<byte> request) => _session.Answer(request, _reply);

    public void End() => _session.Ended();

    private static byte[] Words(uint first, uint second) => [.. BitConverter.GetBytes(first), .. BitConverter.GetBytes(second)];

    private byte[] Pointer(ulong address) => Layout.PointerSize == 8 ? BitConverter.GetBytes(address) : BitConverter.GetBytes((uint)address);
}
