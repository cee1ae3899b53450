using System.Buffers.Binary;
using System.Net.Sockets;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Session;

/// <content>Bytes that are no message.</content>
public sealed partial class EndingTests
{
    private const int NameLengthAt = 13 * 4;
    private const int DataLengthAt = 14 * 4;

    public static TheoryData<string, string> Spoilt => new()
    {
        { "start guard", "start_guard" },
        { "header guard", "the header's end_guard" },
        { "last guard", "the last end_guard" },
        { "name of 0", "name_len" },
        { "name of 1001", "name_len" },
        { "name of 4 billion", "name_len" },
        { "data of 4 billion", "data_len" },
        { "name that is none", "name" },
        { "bind event too short", "the data of a ReplierBindEvent" },
        { "bind event that lies", "the data of a ReplierBindEvent" },
    };

    [Theory]
    [MemberData(nameof(Spoilt))]
    public async Task Bytes_that_are_no_message_end_the_link_and_say_why(string how, string field)
    {
        var (service, peer) = Connected();
        peer.Send(Junction.Bytes(KbusMessage.Announcement("$.Before")));
        peer.Send(Spoil(how));
        var outcome = await End(service);
        Assert.Equal((LimpetEnd.Error, LimpetState.Failed, 1L), (outcome.End, service.State, service.Counters.In));
        Assert.Equal(field, Assert.IsType<BadMessageException>(outcome.Error).Field);
        Assert.False(_events.Expect<DisconnectedEvent>().Outcome.IsClean);
        Assert.Equal(0, ReceiveToEnd(peer));
    }

    [Fact]
    public async Task A_peer_that_closes_in_the_middle_of_a_message_is_told()
    {
        var (service, peer) = Connected();
        peer.Send(Junction.Bytes(KbusMessage.Announcement("$.Fred", "hello")).AsSpan(0, 70));
        peer.Dispose();
        Assert.Equal("the end of the stream", Assert.IsType<BadMessageException>((await End(service)).Error).Field);
    }

    private static byte[] Spoil(string how)
    {
        var plain = Junction.Bytes(KbusMessage.Announcement("$.Fred", "hello"));
        var bind = Junction.Bytes(Junction.BindEvent("$.Fred"));
        switch (how)
        {
            case "start guard": return Put(plain, 0, 1);
            case "header guard": return Put(plain, WireFormat.HeaderLength - 4, 1);
            case "last guard": return Put(plain, plain.Length - 4, 1);
            case "name of 0": return Put(plain, NameLengthAt, 0);
            case "name of 1001": return Put(plain, NameLengthAt, 1001);
            case "name of 4 billion": return Put(plain, NameLengthAt, 4_000_000_000);
            case "data of 4 billion": return Put(plain, DataLengthAt, 4_000_000_000);
            case "name that is none": plain[WireFormat.HeaderLength] = (byte)'!'; return plain;
            case "bind event too short":
                Put(bind, DataLengthAt, 8);
                Put(bind, WireFormat.HeaderLength + 24 + 8, WireFormat.EndGuard);
                return bind[..(WireFormat.HeaderLength + 24 + 12)];
            default: return Put(bind, WireFormat.HeaderLength + 24 + 8, 900);
        }
    }

    private static byte[] Put(byte[] bytes, int at, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), value);
        return bytes;
    }

    private static int ReceiveToEnd(Socket socket)
    {
        var buffer = new byte[4096];
        int count;
        do
        {
            count = socket.Receive(buffer, SocketFlags.None, out _);
        }
        while (count > 0);
        return count;
    }
}
