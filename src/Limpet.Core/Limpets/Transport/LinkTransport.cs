using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Limpets.Transport;

/// <summary>
/// The bytes between two Limpets, on a connection that is made: plain, or inside TLS. One thread may receive while another one sends; shutting down is
/// for any thread.
/// </summary>
internal abstract class LinkTransport : IDisposable
{
    /// <summary>Who is at the other end, as far as the connection tells.</summary>
    public abstract PeerIdentity Peer { get; }

    /// <summary>Whether bytes that were taken have not reached the system yet; <see cref="SendSome"/> with nothing pushes them on.</summary>
    public abstract bool HoldsBytes { get; }

    /// <summary>Receives what there is, waiting until there is something: how many bytes, 0 at the end of the stream, -1 when the time is over.</summary>
    /// <exception cref="OtherLimpetGoneAwayException">The connection broke.</exception>
    public abstract int Receive(Span<byte> into, Deadline deadline);

    /// <summary>Takes what can be taken at once, without waiting: how many bytes.</summary>
    /// <exception cref="OtherLimpetGoneAwayException">The connection broke.</exception>
    public abstract int SendSome(ReadOnlySpan<byte> bytes);

    /// <summary>Waits until more is likely to be taken, and says whether it was before the time was over.</summary>
    public abstract bool WaitToSend(Deadline deadline);

    /// <summary>Sends what can be sent, waiting until at least the system takes something.</summary>
    /// <param name="bytes">The bytes; none to push on what is held.</param>
    /// <param name="patience">How long to wait while nothing is taken.</param>
    /// <returns>How many bytes were taken.</returns>
    /// <exception cref="OtherLimpetGoneAwayException">The connection broke.</exception>
    /// <exception cref="LimpetTimeoutException">Nothing was taken for that long.</exception>
    public int SendPart(ReadOnlySpan<byte> bytes, TimeSpan patience)
    {
        var taken = SendSome(bytes);
        if (taken > 0 || (bytes.IsEmpty && !HoldsBytes))
        {
            return taken;
        }

        return WaitToSend(new Deadline(patience))
            ? SendSome(bytes)
            : throw new LimpetTimeoutException($"The other Limpet took no more bytes for {patience.TotalSeconds:0.###} s.");
    }

    /// <summary>Sends all, waiting while the other side takes no more; throws as <see cref="SendPart"/>.</summary>
    public void SendAll(ReadOnlySpan<byte> bytes, TimeSpan patience)
    {
        while (!bytes.IsEmpty || HoldsBytes)
        {
            bytes = bytes[SendPart(bytes, patience)..];
        }
    }

    /// <summary>Ends the sending alone: the other side reads what was sent, and then the end.</summary>
    public abstract void EndSending();

    /// <summary>Ends the receiving alone, whoever waits in it.</summary>
    public abstract void EndReceiving();

    /// <summary>Ends both directions, whoever waits in them.</summary>
    public abstract void ShutDown();

    /// <summary>Closes the connection. Nobody may be in it any more.</summary>
    public abstract void Dispose();
}
