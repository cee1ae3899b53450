using Limpet.Core.Bus.Hosting;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Fuzzing.Running;

namespace Limpet.Core.Tests.Hostile;

/// <summary>A process that listens where the host of a bus would, and answers nonsense: an error that says so, and a Ksock that is gone.</summary>
public sealed class RecitingHostTests : IDisposable
{
    private readonly RecitingHost _host = new();

    private static byte[] Opened => RawMember.Frame(default, U32(0), U32(1), BitConverter.GetBytes(5ul));

    public void Dispose() => _host.Dispose();

    [Fact]
    public void An_answer_that_ends_early_is_EIO_and_the_Ksock_is_gone()
    {
        using var ksock = Open([.. Opened, .. RawMember.Frame(default, U32(0)), .. RawMember.Frame(default, U32(0), U32(7))]);
        var e = Assert.Throws<KbusException>(() => ksock.QueuedMessages());
        Assert.Equal(Errno.EIO, e.Errno);
        Assert.Contains($"process {Environment.ProcessId}", e.Message, StringComparison.Ordinal);
        Assert.Contains("ends early", e.Message, StringComparison.Ordinal);
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => ksock.NextMessage()).Errno);
    }

    [Fact]
    public void A_frame_longer_than_any_is_EIO()
    {
        using var ksock = Open([.. Opened, .. U32(MemberProtocol.MaxFrame + 1), 0]);
        Assert.Equal(Errno.EIO, Assert.Throws<KbusException>(() => ksock.Poll()).Errno);
    }

    [Fact]
    public void A_message_that_is_none_is_EIO()
    {
        using var ksock = Open([.. Opened, .. RawMember.Frame(default, U32(0), U32(1), U32(4), U32(4))]);
        Assert.Equal(Errno.EIO, Assert.Throws<KbusException>(() => ksock.TryReceive()).Errno);
    }

    [Fact]
    public void More_bytes_than_were_asked_for_are_EIO()
    {
        using var ksock = Open([.. Opened, .. RawMember.Frame(default, U32(0), U32(8), new byte[8])]);
        Assert.Equal(Errno.EIO, Assert.Throws<KbusException>(() => ksock.Read(new byte[4])).Errno);
    }

    [Theory]
    [InlineData(1001, 4)]
    [InlineData(3, 500_000)]
    [InlineData(-1, 4)]
    [InlineData(3, -1)]
    public void A_name_or_data_that_no_message_has_is_not_made_room_for(int nameLength, int dataLength)
    {
        using var ksock = Open([.. Opened, .. RawMember.Frame(default, U32(0), U32(1), new byte[8], BitConverter.GetBytes(nameLength), new byte[8], BitConverter.GetBytes(dataLength))]);
        Assert.Equal(Errno.EIO, Assert.Throws<KbusException>(() => ksock.SendWritten()).Errno);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(3u)]
    [InlineData(uint.MaxValue)]
    public void Other_than_as_many_messages_as_were_waited_for_is_EIO(uint count)
    {
        using var ksock = Open(Opened, [.. Opened, .. RawMember.Frame(default, U32(0), U32(count))]);
        Assert.Equal(Errno.EIO, Assert.Throws<KbusException>(() => ksock.Receive([], 2, TestContext.Current.CancellationToken)).Errno);
    }

    [Fact]
    public void No_event_where_one_was_waited_for_is_EIO()
    {
        using var ksock = Open(Opened, [.. Opened, .. RawMember.Frame(default, U32(0), U32(0))]);
        Assert.Equal(Errno.EIO, Assert.Throws<KbusException>(() => ksock.Wait(KsockEvents.Readable, TestContext.Current.CancellationToken)).Errno);
    }

    [Fact]
    public void A_send_that_waits_for_nothing_is_EIO()
    {
        using var ksock = Open(Opened, [.. Opened, .. RawMember.Frame(default, U32((uint)Errno.EAGAIN), U32(0))]);
        Assert.Equal(Errno.EIO, Assert.Throws<KbusException>(() => ((IWaitingSender)ksock).WaitToSend(TestContext.Current.CancellationToken)).Errno);
    }

    [Fact]
    public void An_answer_to_opening_that_is_none_is_EIO()
        => Assert.Equal(Errno.EIO, Assert.Throws<KbusException>(() => Open([.. RawMember.Frame(default, U32(0), U32(1))])).Errno);

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(1u)]
    public void An_inspection_that_tells_of_what_is_not_there_is_EIO(uint count)
    {
        _host.Learn([[.. RawMember.Frame(default, U32(0), new byte[20]), .. RawMember.Frame(default, U32(0), U32(count), U32(1), U32(1), U32(1), U32(3), [.. "bad"u8])]]);
        using var link = HostLink.TryConnect(_host.Path, 0)!;
        Assert.Equal(Errno.EIO, Assert.Throws<KbusException>(() => HostInspection.Ask(link, 0, MemberProtocol.AnswerTimeout)).Errno);
    }

    private RemoteKsock Open(params byte[][] speeches)
    {
        _host.Learn(speeches);
        return RemoteKsock.TryOpen(HostLink.TryConnect(_host.Path, 0)!, 0, canWrite: true, _host.Path)!;
    }

    private static byte[] U32(uint value) => BitConverter.GetBytes(value);
}
