using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Transport;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>A connection that takes as many bytes each time as it is told, and says what it took.</summary>
internal sealed class ThriftyTransport(IEnumerable<int> takes) : LinkTransport
{
    private readonly IEnumerator<int> _takes = takes.GetEnumerator();

    /// <summary>All that was taken.</summary>
    public List<byte> Taken { get; } = [];

    public override PeerIdentity Peer => throw new NotSupportedException();

    public override bool HoldsBytes => false;

    public override void Bear(TimeSpan patience)
    {
    }

    public override int Receive(Span<byte> into, Deadline deadline) => throw new NotSupportedException();

    public override int SendSome(ReadOnlySpan<byte> bytes)
    {
        var count = _takes.MoveNext() ? Math.Min(_takes.Current, bytes.Length) : bytes.Length;
        Taken.AddRange(bytes[..count]);
        return count;
    }

    public override bool WaitToSend(Deadline deadline) => true;

    public override void EndSending()
    {
    }

    public override void EndReceiving()
    {
    }

    public override void ShutDown()
    {
    }

    public override void Dispose()
    {
    }
}
