using CsCheck;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Messages;

/// <summary>Random messages of any content, for CsCheck.</summary>
internal static class MessageGens
{
    private static readonly Gen<string> Word = Gen.String[Gen.Char["abcXYZ019"], 1, 9];

    public static readonly Gen<MessageName> PlainName = Word.List[1, 4].Select(words => MessageName.Parse("$." + string.Join('.', words)));

    public static readonly Gen<MessageName> AnyName = Gen.Select(PlainName, Gen.OneOf(Gen.Const(""), Gen.Const(".*"), Gen.Const(".%"))).Select((name, last) => MessageName.Parse(name + last));

    private static readonly Gen<uint> Number = Gen.OneOf(Gen.Const(0u), Gen.UInt[1, 4], Gen.UInt);

    private static readonly Gen<MessageId> Id = Gen.Select(Number, Number).Select((network, serial) => new MessageId(network, serial));

    private static readonly Gen<OriginId> Origin = Gen.Select(Number, Number).Select((network, local) => new OriginId(network, local));

    /// <summary>Any message but one with both ALL_OR flags, which cannot be written.</summary>
    public static readonly Gen<KbusMessage> Message =
        Gen.Select(PlainName, Gen.Byte.Array[0, 40], Gen.Select(Id, Id, Number, Number), Gen.Select(Origin, Origin, Number, Gen.UInt))
            .Select((name, data, ids, rest) => new KbusMessage(name, data)
            {
                Id = ids.Item1, InReplyTo = ids.Item2, To = ids.Item3, From = ids.Item4, OrigFrom = rest.Item1, FinalTo = rest.Item2, Extra = rest.Item3,
                Flags = (MessageFlags)(rest.Item4 & ~(uint)MessageFlags.AllOrFail),
            });
}
