using System.Numerics;

namespace Limpet.Core.Bus;

/// <summary>The queue of a Ksock: in at the end, or for urgent messages at the front; out at the front.</summary>
internal sealed class MessageQueue
{
    private const int KeptWhenEmpty = 256;

    private QueuedMessage[] _ring = [];
    private int _head;

    public int Count { get; private set; }

    public void PushBack(QueuedMessage message)
    {
        EnsureRoom();
        _ring[(_head + Count) & (_ring.Length - 1)] = message;
        Count++;
    }

    public void PushFront(QueuedMessage message)
    {
        EnsureRoom();
        _head = (_head - 1) & (_ring.Length - 1);
        _ring[_head] = message;
        Count++;
    }

    public QueuedMessage PopFront()
    {
        var message = _ring[_head];
        _ring[_head] = default;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        if (Count == 0 && _ring.Length > KeptWhenEmpty)
        {
            // A burst must not hold its memory for the life of the Ksock.
            _ring = [];
            _head = 0;
        }

        return message;
    }

    /// <summary>Takes out, in order, the messages that stand here because of that binding.</summary>
    public List<QueuedMessage> RemoveBecauseOf(Binding binding)
    {
        var removed = new List<QueuedMessage>();
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            ref var slot = ref _ring[(_head + i) & (_ring.Length - 1)];
            var message = slot;
            slot = default;
            if (ReferenceEquals(message.Because, binding))
            {
                removed.Add(message);
            }
            else
            {
                _ring[(_head + kept++) & (_ring.Length - 1)] = message;
            }
        }

        Count = kept;
        return removed;
    }

    private void EnsureRoom()
    {
        if (Count < _ring.Length)
        {
            return;
        }

        var larger = new QueuedMessage[BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, Count + 1))];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }

        _ring = larger;
        _head = 0;
    }
}
