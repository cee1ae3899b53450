using System.Runtime.CompilerServices;
using Limpet.Core.Bus;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus;

/// <summary>The queue of a Ksock, held to a list.</summary>
public sealed class MessageQueueTests
{
    private static readonly Binding One = new(new BusDevice(0).Open(), MessageName.Parse("$.A"), BindingKind.Listener, sequence: 1);
    private static readonly Binding Other = new(new BusDevice(0).Open(), MessageName.Parse("$.A"), BindingKind.Listener, sequence: 1);

    private readonly MessageQueue _queue = new();
    private readonly LinkedList<uint> _list = [];
    private uint _next = 1;

    [Fact]
    public void It_is_first_in_first_out_wherever_it_begins_in_its_ring()
    {
        for (var round = 0; round < 20; round++)
        {
            Push(7);
            Pop(5);
        }

        Pop(_queue.Count);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void What_is_pushed_to_the_front_comes_first()
    {
        for (var round = 0; round < 20; round++)
        {
            Push(3);
            PushFront(4);
            Pop(3);
        }

        Pop(_queue.Count);
    }

    [Fact]
    public void After_a_burst_it_goes_on_as_before()
    {
        Push(10);
        PushFront(1000);
        Pop(_queue.Count);
        Push(300);
        Pop(200);
        PushFront(20);
        Pop(_queue.Count);
    }

    [Fact]
    public void What_stands_there_because_of_a_binding_is_taken_out_in_order_and_the_rest_stays_in_order()
    {
        Push(6);
        Pop(6);
        for (var serial = 1u; serial <= 7; serial++)
        {
            _queue.PushBack(new QueuedMessage(Message(serial), serial % 3 == 0 ? One : serial % 3 == 1 ? Other : null));
        }

        Assert.Equal([3u, 6], _queue.RemoveBecauseOf(One).Select(queued => queued.Message.Id.Serial));
        Assert.Equal(5, _queue.Count);
        Assert.Empty(_queue.RemoveBecauseOf(One));
        _queue.PushBack(new QueuedMessage(Message(8), One));
        Assert.Equal([1u, 2, 4, 5, 7, 8], Enumerable.Range(0, 6).Select(_ => _queue.PopFront().Message.Id.Serial));
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void What_has_left_it_is_held_no_more()
    {
        var popped = PushWeakly(because: null);
        var removed = PushWeakly(because: One);
        TakeBoth();
        GC.Collect();
        Assert.Equal((false, false), (popped.IsAlive, removed.IsAlive));
        Assert.Equal(0, _queue.Count);
    }

    // Not inlined, so that nothing on the stack of the test holds a message; so what follows.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference PushWeakly(Binding? because)
    {
        var message = Message(1);
        _queue.PushBack(new QueuedMessage(message, because));
        return new WeakReference(message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeBoth()
    {
        _queue.PopFront();
        Assert.Single(_queue.RemoveBecauseOf(One));
    }

    private static KbusMessage Message(uint serial) => KbusMessage.Announcement("$.A") with { Id = new(0, serial) };

    private void Push(int count)
    {
        for (; count > 0; count--)
        {
            _list.AddLast(_next);
            _queue.PushBack(new QueuedMessage(Message(_next++), One));
        }
    }

    private void PushFront(int count)
    {
        for (; count > 0; count--)
        {
            _list.AddFirst(_next);
            _queue.PushFront(new QueuedMessage(Message(_next++), One));
        }
    }

    private void Pop(int count)
    {
        for (; count > 0; count--)
        {
            Assert.Equal(_list.Count, _queue.Count);
            Assert.Equal(_list.First!.Value, _queue.PopFront().Message.Id.Serial);
            _list.RemoveFirst();
        }
    }
}
