using BenchmarkDotNet.Attributes;
using Limpet.Core.Bus;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Parts;

/// <summary>A message between Limpets (limpet.md 1).</summary>
public class WireBenchmarks : IDisposable
{
    private readonly WireDecoder _decoder = new(BusDevice.AbsoluteMaxMessageSize);
    private readonly List<KbusMessage> _decoded = [];
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
        _bytes = new byte[WireFormat.MessageLength(_message)];
        Encode();
    }

    /// <summary>Ends the decoder.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _decoder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>To bytes.</summary>
    [Benchmark]
    public int Encode() => WireWriter.Write(_message, _bytes);

    /// <summary>From bytes.</summary>
    [Benchmark]
    public int Decode()
    {
        _decoded.Clear();
        _decoder.Decode(_bytes, _decoded);
        return _decoded.Count;
    }
}
