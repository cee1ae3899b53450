using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Transport;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>A connection whose other side a test plays: it takes all at once and says nothing, but for what a test has it do otherwise.</summary>
internal abstract class PlayedTransport : LinkTransport
{
    public override PeerIdentity Peer => new("nobody", "a test");

    public override bool HoldsBytes => false;

    public override void Bear(TimeSpan patience)
    {
        // Nothing here gives it up.
    }

    public override int Receive(Span<byte> into, Deadline deadline) => throw new NotSupportedException("Nobody says anything on this connection.");

    public override bool WaitToSend(Deadline deadline) => true;

    public override void EndSending()
    {
        // The test knows.
    }

    public override void EndReceiving()
    {
        // Nobody waits in it.
    }

    public override void ShutDown()
    {
        // Nobody waits in it.
    }

    public override void Dispose()
    {
        // There is nothing to close.
    }
}
