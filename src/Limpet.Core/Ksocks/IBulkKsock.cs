using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks;

/// <summary>A Ksock on which many messages at once cost the bus one turn, and that need not hear what it sends itself.</summary>
internal interface IBulkKsock
{
    /// <summary>
    /// Whether listener bindings of this Ksock hear what is sent on it, as they do unless told otherwise. A Limpet throws such messages away (limpet.md 3, rule 2),
    /// and nobody else can tell whether it got them. A Request of its own that it is to answer comes in any case.
    /// </summary>
    bool HearsItself { set; }

    /// <summary>Sends messages in their order as <see cref="IKsock.TrySend"/> does, until one must wait (EAGAIN).</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="errors">What became of each; as long as <paramref name="messages"/>.</param>
    /// <returns>How many were tried; where they are not all, the last of them waits.</returns>
    int TrySend(ReadOnlySpan<KbusMessage> messages, Span<Errno> errors);
}
