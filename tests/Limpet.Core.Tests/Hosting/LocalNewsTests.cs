using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Who is told of what happens on a bus that this process hosts, at once or out of sleep.</summary>
public sealed class LocalNewsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly KbusMessage Waiting = KbusMessage.Announcement("$.A") with { Flags = MessageFlags.AllOrWait };

    private static readonly Dictionary<string, Action<IKsock>> WaysToMakeRoom = new()
    {
        ["TryReceive"] = full => Assert.NotNull(full.TryReceive()),
        ["Receive"] = full => full.Receive([], 1, CancellationToken.None),
        ["TryReceive many"] = full => Assert.Equal(1, ((IBulkSource)full).TryReceive([], 1)),
        ["NextMessage"] = full => Assert.NotEqual(0u, full.NextMessage()),
        ["MaxMessages"] = full => full.MaxMessages(2),
        ["Unbind"] = full => full.Unbind("$.A", BindingKind.Listener),
        ["Dispose"] = full => full.Dispose(),
    };

    private readonly CancellationTokenSource _giveUp = new(Patience);
    private readonly EmbeddedBuses _buses = EmbeddedBuses.Private();
    private readonly IKsock _full;
    private readonly IKsock _sender;

    public LocalNewsTests()
    {
        _full = _buses.Open(0);
        _full.Bind("$.A", BindingKind.Listener);
        _full.MaxMessages(1);
        _sender = _buses.Open(0);
        _sender.Bind("$.B", BindingKind.Listener);
        _sender.Send(Waiting);
        Assert.Equal(Errno.EAGAIN, _sender.TrySend(Waiting, out _));
    }

    public static TheoryData<string> WayNames => [.. WaysToMakeRoom.Keys];

    public void Dispose()
    {
        _full.Dispose();
        _sender.Dispose();
        _buses.Dispose();
        _giveUp.Dispose();
    }

    [Theory]
    [MemberData(nameof(WayNames))]
    public void Whose_send_waits_is_called_back_when_there_is_room(string way)
    {
        var calls = 0;
        ((IReadableSource)_sender).Readable = () => calls++;
        WaysToMakeRoom[way](_full);
        Assert.Equal(1, calls);
        Assert.Equal(KsockEvents.Writable, _sender.Poll());
    }

    [Fact]
    public void A_message_written_in_pieces_calls_back_whoever_gets_it()
    {
        using var other = _buses.Open(0);
        var calls = 0;
        ((IReadableSource)_sender).Readable = () => calls++;
        other.Write(EntireMessage.ToBytes(KbusMessage.Announcement("$.B"), MemoryLayout.Native));
        other.SendWritten();
        Assert.Equal(1, calls);
    }

    [Fact]
    public void Nobody_is_called_back_any_more_who_wants_it_no_more_or_has_closed()
    {
        var calls = 0;
        ((IReadableSource)_sender).Readable = () => calls++;
        ((IReadableSource)_sender).Readable = null;
        _full.Send(KbusMessage.Announcement("$.B"));
        Assert.Equal(0, calls);
        ((IReadableSource)_sender).Readable = () => calls++;
        _sender.Dispose();
        Assert.Null(((IReadableSource)_sender).Readable);
    }

    [Theory]
    [InlineData(KsockEvents.Readable, false)]
    [InlineData(KsockEvents.Writable, true)]
    [InlineData(KsockEvents.Readable | KsockEvents.Writable, true)]
    public void Only_who_waits_for_room_has_the_send_tried_again_by_whoever_makes_it(KsockEvents wanted, bool expected)
    {
        var sender = (IKsockOwner)_sender;
        Assert.NotNull(_full.TryReceive());

        // The first look of Wait sends what waits; this is called within it, and what it sends comes before the thread would sleep.
        bool? wantsRetry = null;
        ((IReadableSource)_full).Readable = () =>
        {
            wantsRetry = sender.WantsRetry;
            _full.Send(KbusMessage.Announcement("$.B"));
        };
        Assert.Equal(expected ? KsockEvents.Writable : KsockEvents.Readable, _sender.Wait(wanted, _giveUp.Token));
        ((IReadableSource)_full).Readable = null;
        Assert.Equal(expected, wantsRetry);
        Assert.False(sender.WantsRetry);
    }

    [Fact]
    public async Task Waiting_for_room_is_told_while_it_lasts()
    {
        var sender = (IKsockOwner)_sender;
        using var cancel = new CancellationTokenSource();
        var waiting = new WaitingThread<KsockEvents>(() => _sender.Wait(KsockEvents.Writable, cancel.Token));
        waiting.FallsAsleep();
        Assert.True(sender.WantsRetry);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Result);
        Assert.False(sender.WantsRetry);
    }

    [Fact]
    public async Task A_sleeping_receiver_is_woken_by_a_message()
    {
        var receiving = new WaitingThread<KbusMessage>(() => _sender.Receive(_giveUp.Token));
        receiving.FallsAsleep();
        var id = _full.Send(KbusMessage.Announcement("$.B"));
        Assert.Equal(id, (await receiving.Result).Id);
    }

    [Fact]
    public async Task A_sleeping_sender_is_woken_by_room()
    {
        var sending = new WaitingThread<Errno>(() => ((IWaitingSender)_sender).WaitToSend(_giveUp.Token));
        sending.FallsAsleep();
        Assert.NotNull(_full.TryReceive());
        Assert.Equal(Errno.None, await sending.Result);
        Assert.NotNull(_full.TryReceive());
    }

    [Fact]
    public async Task A_sleeping_receiver_is_woken_by_the_end_of_the_bus()
    {
        var receiving = new WaitingThread<KbusMessage>(() => _sender.Receive(_giveUp.Token));
        receiving.FallsAsleep();
        _buses.Remove(0);
        Assert.Equal(Errno.ENODEV, (await Assert.ThrowsAsync<KbusException>(() => receiving.Result)).Errno);
    }

    [Fact]
    public async Task A_sleeping_receiver_is_woken_by_closing_its_Ksock()
    {
        // One that has nothing to send: the end of a waiting send is news of its own.
        using var idle = _buses.Open(0);
        var receiving = new WaitingThread<KbusMessage>(() => idle.Receive(_giveUp.Token));
        receiving.FallsAsleep();
        await Task.Run(idle.Dispose).WaitAsync(Patience);
        Assert.Equal(Errno.EBADF, (await Assert.ThrowsAsync<KbusException>(() => receiving.Result)).Errno);
    }

    [Fact]
    public async Task A_sleeping_receiver_is_woken_by_cancelling_and_loses_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var receiving = new WaitingThread<KbusMessage>(() => _sender.Receive(cancel.Token));
        receiving.FallsAsleep();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving.Result);

        var id = _full.Send(KbusMessage.Announcement("$.B"));
        Assert.Equal(id, _sender.Receive(cancel.Token).Id);
        receiving = new WaitingThread<KbusMessage>(() => _sender.Receive(cancel.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving.Result);
    }

    [Fact]
    public void To_receive_none_at_the_most_is_no_question()
        => Assert.Throws<ArgumentOutOfRangeException>(() => _sender.Receive([], 0, _giveUp.Token));
}
