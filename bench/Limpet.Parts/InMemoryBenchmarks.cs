using BenchmarkDotNet.Attributes;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Parts;

/// <summary>A message as a program lays it out for the device (kbus.md 3.1).</summary>
public class InMemoryBenchmarks
{
    private KbusMessage _message = Samples.Announcement(0);
    private byte[] _bytes = [];

    /// <summary>Bytes of data.</summary>
    [Params(64, 4096)]
    public int Size { get; set; }

    /// <summary>Makes the message.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _message = Samples.Announcement(Size);
        _bytes = EntireMessage.ToBytes(_message, MemoryLayout.Native);
    }

    /// <summary>To bytes.</summary>
    [Benchmark]
    public int Write() => EntireMessage.Write(_message, _bytes, MemoryLayout.Native);

    /// <summary>From bytes.</summary>
    [Benchmark]
    public KbusMessage Read() => EntireMessage.Read(_bytes, MemoryLayout.Native);
}
