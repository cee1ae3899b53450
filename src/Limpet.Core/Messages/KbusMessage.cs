using System.Text;

namespace Limpet.Core.Messages;

/// <summary>
/// A message, as kbus.md 3 describes it. It does not change once made: whoever hands <see cref="Data"/> over leaves its bytes alone
/// from then on, since the bus gives the same bytes to every listener.
/// </summary>
public sealed record KbusMessage
{
    /// <summary>A message of that name and data, with nothing else set: an announcement.</summary>
    public KbusMessage(MessageName name, ReadOnlyMemory<byte> data = default)
    {
        Name = name;
        Data = data;
    }

    /// <summary>The id; network 0 in what a user sends lets KBUS give one.</summary>
    public MessageId Id { get; init; }

    /// <summary>The Request that this answers, or {0,0}.</summary>
    public MessageId InReplyTo { get; init; }

    /// <summary>The Ksock it is for, 0 for anyone.</summary>
    public uint To { get; init; }

    /// <summary>The Ksock that sent it, set by KBUS; 0 is KBUS itself.</summary>
    public uint From { get; init; }

    /// <summary>Where it came from before Limpets carried it; {0,0} on its first bus.</summary>
    public OriginId OrigFrom { get; init; }

    /// <summary>Where a Stateful Request through Limpets is to end; {0,0} otherwise.</summary>
    public OriginId FinalTo { get; init; }

    /// <summary>Always 0 in what a bus delivers.</summary>
    public uint Extra { get; init; }

    /// <summary>The flags.</summary>
    public MessageFlags Flags { get; init; }

    /// <summary>The name.</summary>
    public MessageName Name { get; init; }

    /// <summary>The data, which may be empty.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Whether it wants a Reply.</summary>
    public bool IsRequest => (Flags & MessageFlags.WantAReply) != 0;

    /// <summary>Whether it answers a Request.</summary>
    public bool IsReply => !InReplyTo.IsNone;

    /// <summary>Whether it is a Request that must reach one particular Ksock (kbus.md 1).</summary>
    public bool IsStatefulRequest => IsRequest && (To != 0 || !FinalTo.IsNone);

    /// <summary>Whether this copy of a Request is the recipient's to answer.</summary>
    public bool WantsYouToReply => (Flags & MessageFlags.WantYouToReply) != 0;

    /// <summary>Whether it goes to the front of each queue.</summary>
    public bool IsUrgent => (Flags & MessageFlags.Urgent) != 0;

    /// <summary>
    /// What sort of message it is. A Status that a Limpet carried has lost its SYNTHETIC flag, so the name tells it from a Reply.
    /// </summary>
    public MessageKind Kind
        => IsReply ? (Name.IsReserved ? MessageKind.Status : MessageKind.Reply)
            : IsRequest ? MessageKind.Request
            : Name == MessageName.ReplierBindEvent ? MessageKind.ReplierBindEvent
            : MessageKind.Announcement;

    /// <summary>An announcement with text for data, as UTF-8.</summary>
    public static KbusMessage Announcement(string name, string text = "") => new(MessageName.Parse(name), Encoding.UTF8.GetBytes(text));

    /// <summary>A Request with text for data, as UTF-8.</summary>
    public static KbusMessage Request(string name, string text = "") => Announcement(name, text) with { Flags = MessageFlags.WantAReply };

    /// <summary>The Reply to a Request: its name, to who sent it, in reply to its id.</summary>
    public static KbusMessage ReplyTo(KbusMessage request, ReadOnlyMemory<byte> data = default)
        => new(request.Name, data) { To = request.From, InReplyTo = request.Id };

    /// <summary>
    /// A Stateful Request to whoever sent an earlier Reply or Request: <c>to</c> its <c>from</c>, <c>final_to</c> its <c>orig_from</c> (limpet.md 4).
    /// </summary>
    public static KbusMessage StatefulRequest(MessageName name, KbusMessage earlier, ReadOnlyMemory<byte> data = default)
        => new(name, data) { To = earlier.From, FinalTo = earlier.OrigFrom, Flags = MessageFlags.WantAReply };

    /// <summary>Whether every field and every byte of data are the same.</summary>
    public bool Equals(KbusMessage? other)
        => ReferenceEquals(this, other)
            || (other is not null
                && Id == other.Id && InReplyTo == other.InReplyTo && To == other.To && From == other.From
                && OrigFrom == other.OrigFrom && FinalTo == other.FinalTo && Extra == other.Extra && Flags == other.Flags
                && Name == other.Name && Data.Span.SequenceEqual(other.Data.Span));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, InReplyTo, To, From, Flags, Name, Data.Length);

    /// <summary>The message in one line, such as <c>Request 0:17 '$.Fred' from 3 (5 bytes)</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(Kind).Append(' ').Append(Id).Append(" '").Append(Name).Append('\'');
        if (IsReply)
        {
            text.Append(" in reply to ").Append(InReplyTo);
        }

        text.Append(" from ").Append(From);
        if (To != 0)
        {
            text.Append(" to ").Append(To);
        }

        if (!OrigFrom.IsNone)
        {
            text.Append(" originally from ").Append(OrigFrom);
        }

        if (!FinalTo.IsNone)
        {
            text.Append(" finally to ").Append(FinalTo);
        }

        return text.Append(" (").Append(Data.Length).Append(Data.Length == 1 ? " byte)" : " bytes)").ToString();
    }
}
