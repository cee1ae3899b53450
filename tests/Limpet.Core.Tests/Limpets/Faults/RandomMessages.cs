using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Faults;

/// <summary>Messages that look as if a Limpet had sent them, with anything in them.</summary>
internal static class RandomMessages
{
    private static readonly string[] Names = ["$.Evil", "$.Q1", "$.Q3", "$.Silent", "$.Nobody", "$.A", "$.KBUS.Replier.GoneAway", "$.KBUS.Limpet.Refused", "$.KBUS.UnbindEventsLost"];
    private static readonly string[] Bindable = ["$.Evil", "$.Q1", "$.Q3", "$.*", "$.Evil.%", "$.A"];
    private static readonly uint[] Networks = [0, 1, 3, 9, 77, uint.MaxValue];

    public static KbusMessage Next(Random random)
    {
        var bindEvent = random.Next(4) == 0;
        var data = bindEvent
            ? new ReplierBindEvent(random.Next(3) > 0, (uint)random.Next(9), MessageName.Parse(Pick(Bindable))).ToData(bigEndian: false)
            : new byte[random.Next(3) == 0 ? random.Next(2000) : 0];
        return new KbusMessage(bindEvent ? MessageName.ReplierBindEvent : MessageName.Parse(Pick(Names)), data)
        {
            Id = new MessageId(Pick(Networks), (uint)random.Next(200)),
            InReplyTo = random.Next(3) == 0 ? new MessageId(Pick(Networks), (uint)random.Next(200)) : MessageId.None,
            To = Few(),
            From = Few(),
            OrigFrom = new OriginId(Pick(Networks), Few()),
            FinalTo = random.Next(3) == 0 ? new OriginId(Pick(Networks), Few()) : default,
            Extra = Few(),
            Flags = (MessageFlags)((uint)random.Next(0x400) | (random.Next(4) == 0 ? 0xABCD0000 : 0)),
        };

        uint Few() => random.Next(2) == 0 ? 0 : (uint)random.Next(12);
        T Pick<T>(T[] from) => from[random.Next(from.Length)];
    }
}
