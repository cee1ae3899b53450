namespace Limpet.Load.Brokers;

/// <summary>
/// A connection to a server that passes messages on, which does no more than it must: what is measured is the server. What is published is held until it is flushed or
/// there is much of it. One thread may read while another writes.
/// </summary>
internal interface IBrokerConnection : IDisposable
{
    /// <summary>Subscribes to messages of a name, and waits until the server knows.</summary>
    void Subscribe(string name);

    /// <summary>Publishes.</summary>
    /// <param name="name">What as.</param>
    /// <param name="replyTo">The name that an answer is to have; empty for none.</param>
    /// <param name="data">The data.</param>
    void Publish(ReadOnlySpan<byte> name, ReadOnlySpan<byte> replyTo, ReadOnlySpan<byte> data);

    /// <summary>Sends what is held.</summary>
    void Flush();

    /// <summary>Waits for bytes, and hands on every message that is whole.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before, and the connection is closed.</exception>
    void Receive(MessageHandler handler, CancellationToken cancellationToken);
}
