using System.Text;

using Limpet.Core.Messages;
using Limpet.PowerShell.Channels;

namespace Limpet.PowerShell.Messages;

/// <summary>A message as people meet it in PowerShell: the fields of kbus.md 3 by name, its data as bytes and as text, and where and when it was met.</summary>
public sealed class KbusMessageInfo
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Lazy<byte[]> _data;
    private readonly Lazy<string?> _text;

    internal KbusMessageInfo(KbusMessage message, MessageChannel channel)
    {
        Message = message;
        Channel = channel;
        _data = new Lazy<byte[]>(() => message.Data.ToArray());
        _text = new Lazy<string?>(() => TryDecode(message.Data.Span));
    }

    /// <summary>The name, such as <c>$.Sensors.Kitchen</c>.</summary>
    public string Name => Message.Name.Value;

    /// <summary>The id; prints as <c>network:serial</c>.</summary>
    public MessageId Id => Message.Id;

    /// <summary>The id of the Request that this answers, null where it answers none.</summary>
    public MessageId? InReplyTo => Message.IsReply ? Message.InReplyTo : null;

    /// <summary>The id of the Ksock it is for, 0 for anyone.</summary>
    public uint To => Message.To;

    /// <summary>The id of the Ksock that sent it on this bus; 0 is KBUS itself.</summary>
    public uint From => Message.From;

    /// <summary>Where it came from before a Limpet carried it, as <c>network:ksock</c>; null on its first bus.</summary>
    public OriginId? OriginallyFrom => Message.OrigFrom.IsNone ? null : Message.OrigFrom;

    /// <summary>Where a Stateful Request through Limpets is to end, as <c>network:ksock</c>; null otherwise.</summary>
    public OriginId? FinallyTo => Message.FinalTo.IsNone ? null : Message.FinalTo;

    /// <summary>The flags.</summary>
    public MessageFlags Flags => Message.Flags;

    /// <summary>The data, which may be empty; a copy of this object's own.</summary>
    public byte[] Data => _data.Value;

    /// <summary>The data as UTF-8, null where it is none.</summary>
    public string? Text => _text.Value;

    /// <summary>What sort of message it is.</summary>
    public MessageKind Kind => Message.Kind;

    /// <summary>Whether it is a Request that is ours to answer.</summary>
    public bool WantsReply => Message.WantsYouToReply;

    /// <summary>The number of the bus it was met on, 0 to 255; null where it came from a Limpet's socket.</summary>
    public int? Kbus => Channel.Kbus;

    /// <summary>When it was read from the bus, or sent, in local time.</summary>
    public DateTime ReceivedAt { get; } = DateTime.Now;

    /// <summary>The message itself.</summary>
    internal KbusMessage Message { get; }

    /// <summary>Where it was met, which is also where it must be answered.</summary>
    internal MessageChannel Channel { get; }

    /// <summary>The data for a table: text where it is text, what a bind event says, otherwise bytes in hexadecimal and how many there are.</summary>
    /// <param name="width">Characters there is room for; longer data ends in an ellipsis.</param>
    public string DataToString(int width) => DataView.Describe(Message, Text, width);

    /// <summary>The data in hexadecimal, and how many bytes there are.</summary>
    /// <param name="width">Characters there is room for; longer data ends in an ellipsis.</param>
    public string DataToHexadecimal(int width) => DataView.Hexadecimal(Message.Data.Span, width);

    /// <summary>The message in one line.</summary>
    public override string ToString() => Message.ToString();

    private static string? TryDecode(ReadOnlySpan<byte> data)
    {
        try
        {
            return s_strictUtf8.GetString(data);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
