using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus.Model;

/// <summary>What the model knows of one Ksock.</summary>
internal sealed class NaiveKsock(uint id, bool canWrite)
{
    public uint Id { get; } = id;

    public bool CanWrite { get; } = canWrite;

    public bool IsClosed { get; set; }

    /// <summary>The queue, its front first, each message with the binding it stands there because of.</summary>
    public List<(KbusMessage Message, NaiveBinding? Cause)> Queue { get; } = [];

    /// <summary>The ids of the Requests it awaits a Reply to; the same id may be there twice.</summary>
    public List<MessageId> Awaited { get; } = [];

    /// <summary>Requests it popped and has not answered, oldest first.</summary>
    public List<(MessageId Id, uint Asker)> Unanswered { get; } = [];

    /// <summary>The message of a send that waits.</summary>
    public KbusMessage? Waiting { get; set; }

    public MessageId LastSent { get; set; }

    /// <summary>The id of the message that was put on the queue last, be it there still or not.</summary>
    public MessageId? LastPut { get; set; }

    /// <summary>Whether it was told that unbind events are lost, since the list was last empty.</summary>
    public bool WasToldOfLoss { get; set; }

    public uint MaxMessages { get; set; } = 100;

    public bool OnlyOnce { get; set; }

    /// <summary>kbus.md 5, its last sentence but two.</summary>
    public bool IsFull => Queue.Count + Awaited.Count >= MaxMessages;
}
