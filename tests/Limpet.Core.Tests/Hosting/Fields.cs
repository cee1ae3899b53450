using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Fields of frames between processes, written by hand.</summary>
internal static class Fields
{
    public static byte[] U32(params uint[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    public static byte[] U64(ulong value) => BitConverter.GetBytes(value);

    public static byte[] Bytes(ReadOnlySpan<byte> bytes) => [.. U32((uint)bytes.Length), .. bytes];

    public static byte[] Message(KbusMessage message) => Bytes(EntireMessage.ToBytes(message, MemoryLayout.Native));

    /// <summary>The numbers of an answer that has no other fields.</summary>
    public static uint[] Numbers(byte[] fields)
    {
        Assert.Equal(0, fields.Length % sizeof(uint));
        return [.. Enumerable.Range(0, fields.Length / sizeof(uint)).Select(i => BitConverter.ToUInt32(fields, i * sizeof(uint)))];
    }
}
