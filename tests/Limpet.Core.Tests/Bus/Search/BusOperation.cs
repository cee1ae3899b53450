using CsCheck;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus.Search;

internal enum BusOperationKind
{
    Open,
    Close,
    Bind,
    Unbind,
    FindReplier,
    Send,
    Reply,
    SendAgain,
    Discard,
    Receive,
    ReceiveAll,
    Poll,
    MaxMessages,
    OnlyOnce,
    Verbose,
    Report,
    MaxMessageSize,
    BindMany,
}

/// <summary>
/// One random thing to do on a bus. Which message is answered, and which Ksock a number means, is read off the state of the bus at that moment, so that any
/// part of a sequence is a sequence too.
/// </summary>
internal readonly record struct BusOperation(BusOperationKind Kind, int Slot, string Name, MessageFlags Flags, uint Pick, uint Value)
{
    public const int Slots = 6;

    private static readonly string[] PlainNames = ["$.A", "$.A.B", "$.A.B.C", "$.X", "$.KBUS.ReplierBindEvent"];

    private static readonly string[] Wildcards = ["$.*", "$.%", "$.A.*", "$.A.%", "$.A.B.%", "$.KBUS.*", "$.KBUS.%"];

    private static readonly string[] NoNames = ["", "$", "$.", "$.A.", "$.A*", "A", "$.*.A", new string('x', 1001)];

    private static readonly Gen<string> AnyName = Gen.Frequency((10, OneOf(PlainNames)), (8, OneOf(Wildcards)), (1, OneOf(NoNames)));

    private static readonly Gen<MessageFlags> AnyFlags =
        Gen.Select(OneIn(2, MessageFlags.WantAReply), OneIn(5, MessageFlags.Urgent), OneIn(20, MessageFlags.Synthetic | MessageFlags.WantYouToReply), OneIn(4, MessageFlags.AllOrWait), OneIn(8, MessageFlags.AllOrFail), OneIn(10, (MessageFlags)0x12340000))
            .Select((a, b, c, d, e, f) => a | b | c | d | e | f);

    private static readonly Gen<BusOperationKind> UsualKind = Gen.Frequency(
        (12, BusOperationKind.Open), (2, BusOperationKind.Close), (9, BusOperationKind.Bind), (5, BusOperationKind.Unbind), (1, BusOperationKind.FindReplier),
        (25, BusOperationKind.Send), (9, BusOperationKind.Reply), (3, BusOperationKind.SendAgain), (1, BusOperationKind.Discard),
        (16, BusOperationKind.Receive), (1, BusOperationKind.ReceiveAll), (8, BusOperationKind.Poll), (4, BusOperationKind.MaxMessages),
        (2, BusOperationKind.OnlyOnce), (1, BusOperationKind.Verbose), (3, BusOperationKind.Report), (1, BusOperationKind.MaxMessageSize));

    /// <summary>All that a bus can be asked, with few names and small queues, so that what happens seldom happens often.</summary>
    public static readonly Gen<BusOperation> Usual = Of(UsualKind);

    /// <summary>Hundreds of bindings that come and go at once, so that the list of set-aside events runs over.</summary>
    public static readonly Gen<BusOperation> Crowded = Of(Gen.Frequency((3, Gen.Const(BusOperationKind.BindMany)), (1, Gen.Const(BusOperationKind.Close)), (12, UsualKind)));

    /// <summary>The same, with a Ksock in slot 0 that asks a lot and stays to the end.</summary>
    public static readonly Gen<BusOperation> Asking = Gen.Select(Of(UsualKind), Gen.Int[0, 3]).Select((operation, times) => (operation.Slot, operation.Kind, times) switch
    {
        (not 0, _, > 0) => operation,
        (_, BusOperationKind.Close or BusOperationKind.Discard, _) => operation with { Slot = 0, Kind = BusOperationKind.ReceiveAll },
        (_, BusOperationKind.MaxMessages, _) => operation with { Slot = 0, Value = operation.Value + 5 },
        (_, _, 1) => operation with { Slot = 0, Flags = operation.Flags | MessageFlags.WantAReply },
        _ => operation with { Slot = 0, Kind = BusOperationKind.Send, Flags = MessageFlags.WantAReply },
    });

    public override string ToString()
        => $"{Kind} slot {Slot} name '{(Name is { Length: > 20 } ? "(long)" : Name)}' flags 0x{(uint)Flags:X} pick {Pick} value {Value}";

    private static Gen<string> OneOf(string[] names) => Gen.Int[0, names.Length - 1].Select(i => names[i]);

    private static Gen<MessageFlags> OneIn(int times, MessageFlags flags) => Gen.Frequency((times - 1, Gen.Const(MessageFlags.None)), (1, Gen.Const(flags)));

    private static Gen<BusOperation> Of(Gen<BusOperationKind> kind)
        => Gen.Select(kind, Gen.Int[0, Slots - 1], AnyName, AnyFlags, Gen.UInt[0, 31], Gen.UInt[0, 7])
            .Select((k, slot, name, flags, pick, value) => new BusOperation(k, slot, name, flags, pick, value));
}
