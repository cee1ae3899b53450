using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Limpets.Transport;

/// <summary>
/// The bytes between two Limpets, on a connection that is made: plain, or inside TLS. One thread may receive while another one sends; shutting down is
/// for any thread.
/// </summary>
internal abstract class LinkTransport : IDisposable
{
    // What the other side may still have on its way when we close.
    private const int HeardMost = 1024 * 1024;

    /// <summary>Who is at the other end, as far as the connection tells; once it is open, as far as TLS vouches for it.</summary>
    public abstract PeerIdentity Peer { get; }

    /// <summary>Whether bytes that were taken have not reached the system yet; <see cref="SendSome"/> with nothing pushes them on.</summary>
    public abstract bool HoldsBytes { get; }

    /// <summary>Makes the connection ready to be spoken on, before anything else is done with it; plain ones are.</summary>
    /// <param name="timeout">How long that may take; infinite for ever.</param>
    /// <exception cref="Tls.TlsException">The two sides do not come together.</exception>
    /// <exception cref="LimpetTimeoutException">It took longer.</exception>
    /// <exception cref="OtherLimpetGoneAwayException">The connection broke, or was closed without a word.</exception>
    public virtual void Open(TimeSpan timeout)
    {
    }

    /// <summary>Says how long the other side may take nothing, so that the system does not give the connection up before.</summary>
    /// <param name="patience">How long; infinite for ever.</param>
    public abstract void Bear(TimeSpan patience);

    /// <summary>Receives what there is, waiting until there is something: how many bytes, 0 at the end of the stream, -1 when the time is over.</summary>
    /// <exception cref="OtherLimpetGoneAwayException">The connection broke.</exception>
    /// <exception cref="Tls.TlsException">The other side refuses our certificate, or what it sent is no TLS.</exception>
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

    /// <summary>Ends the sending, and reads on until the other side closes, so that closing does not throw away what was sent last.</summary>
    /// <exception cref="LimpetException">The connection broke.</exception>
    public void EndHeard(Deadline deadline)
    {
        EndSending();
        Span<byte> buffer = stackalloc byte[4096];
        for (var heard = 0; heard < HeardMost;)
        {
            var count = Receive(buffer, deadline);
            if (count <= 0)
            {
                return;
            }

            heard += count;
        }
    }

    /// <summary>Ends the receiving alone, whoever waits in it.</summary>
    public abstract void EndReceiving();

    /// <summary>Ends both directions, whoever waits in them.</summary>
    public abstract void ShutDown();

    /// <summary>Closes the connection. Nobody may be in it any more.</summary>
    public abstract void Dispose();
}
