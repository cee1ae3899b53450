using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Hostile;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Which operation may come when on a connection to the host of a bus; any other ends the connection.</summary>
public sealed class HostOrderTests : IDisposable
{
    private static readonly byte[] Version = Fields.U32(MemberProtocol.Version);

    private readonly HeldHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_connection_that_has_joined_nothing_may_only_join()
        => Refuses(MayNot(MemberOperation.Open, MemberOperation.Attach, MemberOperation.Inspect), () => new RawMember(_host.Path));

    [Fact]
    public void A_connection_that_has_opened_a_Ksock_neither_waits_nor_joins_again()
        => Refuses(
            [
                MemberOperation.Open, MemberOperation.Attach, MemberOperation.Inspect, MemberOperation.Bindings, MemberOperation.Ksocks, MemberOperation.Receive,
                MemberOperation.Wait, MemberOperation.WaitToSend, MemberOperation.Cancel, default, MemberOperation.GiveUp + 1,
            ],
            () => _host.Open(out _));

    [Fact]
    public void A_connection_that_has_attached_may_only_wait()
    {
        using var opened = _host.Open(out var ksock);
        Refuses(MayNot(MemberOperation.Receive, MemberOperation.Wait, MemberOperation.WaitToSend, MemberOperation.Cancel), () => _host.Attach(ksock));
    }

    [Fact]
    public void A_connection_that_looks_may_do_nothing_else()
        => Refuses(MayNot(MemberOperation.Bindings, MemberOperation.Ksocks), () =>
        {
            var raw = new RawMember(_host.Path);
            raw.Send(MemberOperation.Inspect, Version);
            Assert.NotEmpty(raw.Answer());
            return raw;
        });

    [Fact]
    public void A_connection_that_waits_may_not_wait_once_more()
    {
        foreach (var second in new[] { MemberOperation.Receive, MemberOperation.Wait, MemberOperation.WaitToSend })
        {
            using var opened = _host.Open(out var ksock);
            using var attached = _host.Attach(ksock);
            attached.Send(MemberOperation.Receive, Fields.U32(1));
            attached.Send(second, FieldsOf(second));
            Assert.Equal((second, 0), (second, attached.Answer().Length));
        }
    }

    [Fact]
    public void To_cancel_what_does_not_wait_says_nothing()
    {
        using var opened = _host.Open(out var ksock);
        using var attached = _host.Attach(ksock);
        attached.Send(MemberOperation.Cancel);
        attached.Send(MemberOperation.Wait, Fields.U32((uint)KsockEvents.Writable));
        Assert.Equal([0u, (uint)KsockEvents.Writable], Fields.Numbers(attached.Answer()));
    }

    [Fact]
    public void Attaching_takes_the_id_and_the_token_of_the_same_Ksock()
    {
        using var one = _host.Open(out var ksock);
        using var another = _host.Open(out var other);
        foreach (var (id, token) in new[] { (ksock.Id, ksock.Token + 1), (ksock.Id + 100, ksock.Token), (ksock.Id, other.Token) })
        {
            using var raw = new RawMember(_host.Path);
            raw.Send(MemberOperation.Attach, Version, Fields.U32(id), Fields.U64(token));
            Assert.Empty(raw.Answer());
        }

        using var attached = new RawMember(_host.Path);
        attached.Send(MemberOperation.Attach, Version, Fields.U32(other.Id), Fields.U64(other.Token));
        Assert.Equal([.. Fields.U32(0, other.Id), .. Fields.U64(other.Token)], attached.Answer());
    }

    [Fact]
    public void Another_version_is_told_ours_and_has_joined_nothing()
    {
        foreach (var operation in new[] { MemberOperation.Open, MemberOperation.Attach, MemberOperation.Inspect })
        {
            using var raw = new RawMember(_host.Path);
            raw.Send(operation, Fields.U32(MemberProtocol.Version + 1), [1, 2, 3, 4, 5]);
            Assert.Equal([(uint)Errno.EPERM, MemberProtocol.Version], Fields.Numbers(raw.Answer()));
            Assert.NotEqual(0u, raw.Open().Id);
            raw.Send(MemberOperation.Poll);
            Assert.Equal([0u, (uint)KsockEvents.Writable], Fields.Numbers(raw.Answer()));
        }
    }

    private static MemberOperation[] MayNot(params MemberOperation[] may) => [.. Enum.GetValues<MemberOperation>().Except(may), default, MemberOperation.GiveUp + 1];

    // So that what is refused is refused for its time and not for its fields.
    private static byte[] FieldsOf(MemberOperation operation) => operation switch
    {
        MemberOperation.Open => [.. Version, .. Fields.U32(1)],
        MemberOperation.Attach => [.. Version, .. Fields.U32(1), .. Fields.U64(1)],
        MemberOperation.Inspect => Version,
        MemberOperation.Bind or MemberOperation.Unbind => [.. Fields.Bytes("$.A"u8), .. Fields.U32(0)],
        MemberOperation.Receive or MemberOperation.Wait => Fields.U32(2),
        _ => [],
    };

    private static void Refuses(IEnumerable<MemberOperation> operations, Func<RawMember> connect)
    {
        foreach (var operation in operations)
        {
            using var raw = connect();
            raw.Send(operation, FieldsOf(operation));
            Assert.Equal((operation, 0), (operation, raw.Answer().Length));
        }
    }
}
