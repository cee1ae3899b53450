using System.Net.Sockets;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Hostile;

namespace Limpet.Core.Tests.Hosting;

/// <summary>How the one thread of a bus's host serves its members: each in its turn, and what one does or leaves undone harms nobody else.</summary>
public sealed class HostTurnTests : IDisposable
{
    private const int More = 100;

    private readonly HeldHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void More_frames_at_once_than_are_taken_in_one_turn_are_all_answered()
    {
        using var raw = _host.Open(out _);
        raw.Socket.Send([.. Enumerable.Repeat(RawMember.Frame(MemberOperation.Poll), More).SelectMany(frame => frame)]);
        for (var i = 0; i < More; i++)
        {
            Assert.Equal([0u, (uint)KsockEvents.Writable], Fields.Numbers(raw.Answer()));
        }
    }

    [Fact]
    public void A_turn_ends_while_there_are_more_frames_and_the_next_takes_them()
    {
        using var staged = new StagedHost();
        using var raw = new RawMember(staged.Path);
        var connection = Serve(staged);
        byte[] frames = [.. RawMember.Frame(MemberOperation.Inspect, Fields.U32(MemberProtocol.Version)), .. Enumerable.Repeat(RawMember.Frame(MemberOperation.Ksocks), More).SelectMany(frame => frame)];
        raw.Socket.Send(frames);

        Assert.Equal((true, true), (connection.Service(), connection.HasMore));
        Assert.Equal((true, false), (connection.Service(), connection.HasMore));
        for (var i = 0; i <= More; i++)
        {
            Assert.NotEmpty(raw.Answer());
        }
    }

    [Fact]
    public void Whoever_asks_and_will_say_no_more_is_answered_first()
    {
        using var staged = new StagedHost();
        using var raw = new RawMember(staged.Path);
        var connection = Serve(staged);
        raw.Send(MemberOperation.Inspect, Fields.U32(MemberProtocol.Version));
        raw.Socket.Shutdown(SocketShutdown.Send);
        Assert.False(connection.Service());
        Assert.NotEmpty(raw.Answer());
    }

    [Fact]
    public void A_member_that_reads_slowly_gets_all_of_an_answer()
    {
        using var raw = _host.Open(out _);
        AskForLarge(raw);
        Assert.InRange(raw.Answer().Length, 400_000, int.MaxValue);
    }

    [Fact]
    public void A_member_that_leaves_in_the_middle_of_an_answer_is_gone()
    {
        var raw = _host.Open(out _);
        AskForLarge(raw);
        raw.Dispose();
        _host.Settle();
        Assert.Equal(0u, _host.Local.FindReplier("$.Large"));
    }

    [Fact]
    public void With_the_connection_that_opened_a_Ksock_those_end_that_are_attached_to_it_and_no_other()
    {
        var opened = _host.Open(out var ksock);
        using var another = _host.Open(out var other);
        using var attached = _host.Attach(ksock);
        using var elsewhere = _host.Attach(other);
        opened.Dispose();
        Assert.Empty(attached.Answer());

        elsewhere.Send(MemberOperation.Wait, Fields.U32((uint)KsockEvents.Writable));
        Assert.NotEmpty(elsewhere.Answer());
        using var late = new RawMember(_host.Path);
        late.Send(MemberOperation.Attach, Fields.U32(MemberProtocol.Version, ksock.Id), Fields.U64(ksock.Token));
        Assert.Empty(late.Answer());
    }

    [Fact]
    public void With_a_connection_that_is_attached_nothing_else_ends()
    {
        using var opened = _host.Open(out var ksock);
        Bind(opened);
        _host.Attach(ksock).Dispose();
        _host.Settle();
        Assert.Equal(ksock.Id, _host.Local.FindReplier("$.Large"));
        using var attached = _host.Attach(ksock);
    }

    [Fact]
    public void What_comes_in_the_same_turn_on_a_connection_that_ends_with_another_is_left()
    {
        var opened = _host.Open(out var ksock);
        using var attached = _host.Attach(ksock);
        _host.Hold();
        opened.Dispose();
        attached.Send(MemberOperation.Wait, Fields.U32((uint)KsockEvents.Writable));
        _host.GoOn();
        _host.Settle();
        Assert.Equal(0u, _host.Local.FindReplier("$.Large"));
    }

    private static void Bind(RawMember raw)
    {
        raw.Send(MemberOperation.Bind, Fields.Bytes("$.Large"u8), Fields.U32(1));
        Assert.Equal([0u], Fields.Numbers(raw.Answer()));
    }

    private static MemberConnection Serve(StagedHost staged)
    {
        var socket = staged.Accept().Socket;
        socket.Blocking = false;
        return new MemberConnection(null!, new BusHost(0, () => null), socket, Environment.ProcessId);
    }

    // An answer that is longer than what the system keeps for whoever reads later.
    private void AskForLarge(RawMember raw)
    {
        Bind(raw);
        _host.Local.Send(new KbusMessage(MessageName.Parse("$.Large"), new byte[400_000]) with { Flags = MessageFlags.WantAReply });
        raw.Send(MemberOperation.TryReceive);
        _host.Settle();
    }
}
