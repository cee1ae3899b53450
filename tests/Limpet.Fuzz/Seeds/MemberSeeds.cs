using Limpet.Core.Bus.Hosting;
using Limpet.Core.Messages;
using Limpet.Fuzzing.Targets;

namespace Limpet.Fuzzing.Seeds;

/// <summary>What members and hosts say when they mean well.</summary>
internal static class MemberSeeds
{
    private static ulong Mark => BitConverter.ToUInt64(MemberTarget.TokenMark);

    public static IEnumerable<byte[]> Members()
    {
        var open = Frame(MemberOperation.Open, f => f.U32(MemberProtocol.Version), f => f.U32(1));
        var attach = Frame(MemberOperation.Attach, f => f.U32(MemberProtocol.Version), f => f.U32(1), f => f.U64(Mark));
        var bind = Frame(MemberOperation.Bind, f => f.Text("$.A"), f => f.U32(0));
        var serve = Frame(MemberOperation.Bind, f => f.Text("$.A"), f => f.U32(1));
        var send = Frame(MemberOperation.Send, f => f.Message(KbusMessage.Request("$.A", "data")));
        var report = Frame(MemberOperation.Set, f => f.U32((uint)KsockOperation.ReportReplierBinds), f => f.U32(1));
        var written = Frame(MemberOperation.Write, f => f.Bytes(Core.Messages.InMemory.EntireMessage.ToBytes(KbusMessage.Announcement("$.A", "x"), Core.Messages.InMemory.MemoryLayout.Native)));

        yield return On(0, open, bind, serve, send, Frame(MemberOperation.TryReceive), Frame(MemberOperation.Poll), Frame(MemberOperation.Close));
        yield return On(0, open, bind, written, Frame(MemberOperation.SendWritten, f => f.U32(0)), Frame(MemberOperation.NextMessage), Frame(MemberOperation.Read, f => f.U32(200)));
        yield return On(0, open, Pointy(), Frame(MemberOperation.SendWritten, f => f.U32(0)), Frame(MemberOperation.SendWritten, f => f.U32(1), f => f.Bytes("$.A"u8), f => f.Bytes("xyz"u8)));
        yield return On(0, open, report, serve, Frame(MemberOperation.FindReplier, f => f.Text("$.A")), Frame(MemberOperation.Unbind, f => f.Text("$.A"), f => f.U32(1)), Frame(MemberOperation.Discard));
        foreach (var query in Enum.GetValues<KsockQuery>())
        {
            yield return On(0, open, Frame(MemberOperation.Query, f => f.U32((uint)query)), Frame(MemberOperation.NewDevice));
        }

        byte[] asks = [.. On(0, open, serve), .. On(1, attach, Frame(MemberOperation.Receive, f => f.U32(10)))];
        yield return [.. asks, .. On(0, send)];
        yield return [.. asks, .. On(1, Frame(MemberOperation.Cancel)), .. On(1, Frame(MemberOperation.Wait, f => f.U32(3)))];
        yield return [.. On(0, open), .. On(1, attach, Frame(MemberOperation.WaitToSend)), .. On(2, open), .. On(0, Frame(MemberOperation.Close))];
        yield return [.. On(0, open, bind), .. On(1, Frame(MemberOperation.Inspect, f => f.U32(MemberProtocol.Version)), Frame(MemberOperation.Bindings), Frame(MemberOperation.Ksocks), Frame(MemberOperation.Ksocks))];
        yield return On(0, Frame(MemberOperation.Open, f => f.U32(99), f => f.U32(1)));
        var message = KbusMessage.Announcement("$.A", "data");
        yield return On(0, open, bind, Frame(MemberOperation.HearsItself, f => f.U32(0)), Frame(MemberOperation.SendMany, f => f.U32(2), f => f.Message(message), f => f.Message(message)), Frame(MemberOperation.TryReceive));
        var waiting = Frame(MemberOperation.Send, f => f.Message(message with { Flags = MessageFlags.AllOrWait }));
        byte[] full = [.. On(0, open, bind, Frame(MemberOperation.Set, f => f.U32((uint)KsockOperation.MaxMessages), f => f.U32(1)), send, waiting, waiting)];
        yield return [.. full, .. On(1, attach, Frame(MemberOperation.WaitToSend)), .. On(0, Frame(MemberOperation.GiveUp, f => f.Id(new MessageId(0, 2)))), .. On(1, Frame(MemberOperation.Cancel))];
    }

    public static IEnumerable<byte[]> Hosts()
    {
        var opened = Answer(f => f.U32(1), f => f.U64(5));
        var message = KbusMessage.Announcement("$.A", "data");
        yield return [.. Piece([4, 10]), .. Piece([.. opened, .. Answer(f => f.U32(1), f => f.Message(message)), .. Answer(f => f.Bytes("bytes"u8))])];
        yield return [.. Piece([3, 11, 12, 13, 14]), .. Piece([.. opened, .. Answer(f => f.Id(new MessageId(0, 7))), .. Answer(f => f.U64(3)), .. Answer(f => f.U64(9)), .. Answer(f => f.U32(100)), .. Answer(f => f.U32(2))])];
        yield return [.. Piece([7]), .. Piece([.. opened, .. Answer(f => f.U32(1), f => f.U64(0x1000), f => f.U32(3), f => f.U64(0x2000), f => f.U32(4)), .. Answer(f => f.U32(0), f => f.Id(new MessageId(0, 7)))])];
        yield return [.. Piece([15, 16, 17]), .. Piece(opened), .. Piece([.. opened, .. Answer(f => f.U32(2), f => f.Message(message), f => f.Message(message))]), .. Piece([.. opened, .. Answer(f => f.U32(1))]), .. Piece([.. opened, .. Answer()])];
        yield return [.. Piece([0, 1, 2, 5, 6, 8, 9]), .. Piece([.. opened, .. Answer(), .. Answer(), .. Answer(f => f.U32(2)), .. Answer(f => f.U32(3)), .. Answer(), .. Answer(), .. Answer(f => f.U32(96))])];
        byte[] inspected =
        [
            .. Answer(f => f.U32(0), f => f.U32(409600), f => f.U32(3), f => f.U32(9), f => f.U32(0)),
            .. Answer(f => f.U32(1), f => f.U32(1), f => f.U32(4711), f => f.U32(1), f => f.Text("$.A")), .. Answer(f => f.U32(0)),
            .. Answer(f => f.U32(1), f => f.U32(1), f => f.U32(4711), f => f.Id(MessageId.None), f => f.U32(0), f => f.U32(100), f => f.U32(0), f => f.U32(0), f => f.U32(0), f => f.U32(0)), .. Answer(f => f.U32(0)),
        ];
        yield return [.. Piece([]), .. Piece(inspected)];
        yield return [.. Piece([18, 19, 20]), .. Piece([.. opened, .. Answer(f => f.U32(5), f => f.U32(0), f => f.U32(0), f => f.U32(0), f => f.U32(0), f => f.U32((uint)Errno.EAGAIN)), .. Answer(), .. Answer()])];
    }

    private static byte[] Pointy()
    {
        var layout = Core.Messages.InMemory.MemoryLayout.Native;
        var header = Core.Messages.InMemory.EntireMessage.ToBytes(KbusMessage.Announcement("$.A", "xyz"), layout).AsSpan(0, layout.HeaderSize).ToArray();
        BitConverter.TryWriteBytes(header.AsSpan(layout.NamePointerOffset), 0x1000L);
        BitConverter.TryWriteBytes(header.AsSpan(layout.DataPointerOffset), 0x2000L);
        return Frame(MemberOperation.Write, f => f.Bytes(header));
    }

    private static byte[] On(byte connection, params byte[][] frames) => [connection, .. Piece([.. frames.SelectMany(frame => frame)])];

    private static byte[] Piece(byte[] bytes) => [.. BitConverter.GetBytes((ushort)bytes.Length), .. bytes];

    private static byte[] Answer(params Action<FrameWriter>[] fields) => Frame(default, [f => f.U32(0), .. fields]);

    private static byte[] Frame(MemberOperation operation, params Action<FrameWriter>[] fields)
    {
        var frame = new FrameWriter();
        frame.Begin(operation);
        Array.ForEach(fields, write => write(frame));
        frame.End();
        return frame.Pending.ToArray();
    }
}
