using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Frames as they come to the host of a bus: each operation takes just the fields that are its own.</summary>
public sealed class HostFrameTests : IDisposable
{
    private static readonly (MemberOperation Operation, byte[] Fields)[] OfAKsock =
    [
        (MemberOperation.Bind, [.. Fields.Bytes("$.A"u8), .. Fields.U32(1)]),
        (MemberOperation.Unbind, [.. Fields.Bytes("$.A"u8), .. Fields.U32(1)]),
        (MemberOperation.FindReplier, Fields.Bytes("$.A"u8)),
        (MemberOperation.Send, Fields.Message(KbusMessage.Announcement("$.A"))),
        (MemberOperation.SendMany, [.. Fields.U32(1), .. Fields.Message(KbusMessage.Announcement("$.A"))]),
        (MemberOperation.HearsItself, Fields.U32(0)),
        (MemberOperation.TryReceive, []),
        (MemberOperation.Poll, []),
        (MemberOperation.Write, Fields.Bytes("abc"u8)),
        (MemberOperation.SendWritten, Fields.U32(0)),
        (MemberOperation.Discard, []),
        (MemberOperation.GiveUp, Fields.U32(0, 1)),
        (MemberOperation.NextMessage, []),
        (MemberOperation.Read, Fields.U32(4)),
        (MemberOperation.Query, Fields.U32((uint)KsockQuery.QueuedMessages)),
        (MemberOperation.Set, Fields.U32((uint)KsockOperation.MaxMessages, 7)),
        (MemberOperation.NewDevice, []),
        (MemberOperation.Close, []),
    ];

    private static readonly (MemberOperation Operation, byte[] Fields)[] ThatWait =
    [
        (MemberOperation.Receive, Fields.U32(1)),
        (MemberOperation.Wait, Fields.U32((uint)KsockEvents.Writable)),
        (MemberOperation.WaitToSend, []),
    ];

    private readonly HeldHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void What_is_asked_of_a_Ksock_is_answered()
    {
        using var raw = _host.Open(out _);
        foreach (var (operation, fields) in OfAKsock)
        {
            raw.Send(operation, fields);
            Assert.NotEqual((operation, 0), (operation, raw.Answer().Length));
        }
    }

    [Fact]
    public void A_byte_too_many_ends_the_connection()
    {
        foreach (var (operation, fields) in OfAKsock)
        {
            using var raw = _host.Open(out _);
            raw.Send(operation, fields, [0]);
            Assert.Equal((operation, 0), (operation, raw.Answer().Length));
        }

        foreach (var (operation, fields) in ThatWait)
        {
            using var opened = _host.Open(out var ksock);
            using var attached = _host.Attach(ksock);
            attached.Send(operation, fields, [0]);
            Assert.Equal((operation, 0), (operation, attached.Answer().Length));
            opened.Send(MemberOperation.Poll);
            Assert.NotEmpty(opened.Answer());
        }
    }

    [Fact]
    public void A_byte_too_few_ends_the_connection()
    {
        foreach (var (operation, fields) in OfAKsock.Where(asked => asked.Fields.Length > 0))
        {
            using var raw = _host.Open(out _);
            raw.Send(operation, fields[..^1]);
            Assert.Equal((operation, 0), (operation, raw.Answer().Length));
        }

        foreach (var (operation, fields) in ThatWait.Where(asked => asked.Fields.Length > 0))
        {
            using var opened = _host.Open(out var ksock);
            using var attached = _host.Attach(ksock);
            attached.Send(operation, fields[..^1]);
            Assert.Equal((operation, 0), (operation, attached.Answer().Length));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void The_first_frame_of_a_connection_must_be_as_long_as_it_has_to_be(int tooMany)
    {
        using var opened = _host.Open(out var ksock);
        foreach (var (operation, fields) in new (MemberOperation Operation, byte[] Fields)[]
        {
            (MemberOperation.Open, Fields.U32(MemberProtocol.Version, 1)),
            (MemberOperation.Attach, [.. Fields.U32(MemberProtocol.Version, ksock.Id), .. Fields.U64(ksock.Token)]),
            (MemberOperation.Inspect, Fields.U32(MemberProtocol.Version)),
        })
        {
            using var raw = new Hostile.RawMember(_host.Path);
            raw.Send(operation, tooMany > 0 ? [.. fields, 0] : fields[..^1]);
            Assert.Equal((operation, 0), (operation, raw.Answer().Length));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_connection_that_looks_asks_has_no_fields(bool ofBindings)
    {
        using var raw = new Hostile.RawMember(_host.Path);
        raw.Send(MemberOperation.Inspect, Fields.U32(MemberProtocol.Version));
        Assert.NotEmpty(raw.Answer());
        raw.Send(ofBindings ? MemberOperation.Bindings : MemberOperation.Ksocks, [0]);
        Assert.Empty(raw.Answer());
    }
}
