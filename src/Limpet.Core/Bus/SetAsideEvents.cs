using Limpet.Core.Messages;

namespace Limpet.Core.Bus;

/// <summary>
/// The unbind events of closing Ksocks that found a listener full: kept for it, oldest first, up to a number for the whole device (kbus.md 6).
/// </summary>
internal sealed class SetAsideEvents
{
    /// <summary>How many a device keeps; what comes then is told of by one UnbindEventsLost a listener.</summary>
    public const int Limit = 1000;

    private readonly Dictionary<BusKsock, LinkedList<QueuedMessage>> _byKsock = [];
    private readonly HashSet<BusKsock> _toldOfLoss = [];

    public int Count { get; private set; }

    public bool IsFull => Count >= Limit;

    public int CountFor(BusKsock ksock) => _byKsock.TryGetValue(ksock, out var events) ? events.Count : 0;

    /// <summary>Whether this Ksock has been told of lost events since the list was last empty; it counts as told from now on.</summary>
    public bool TellOfLoss(BusKsock ksock) => _toldOfLoss.Add(ksock);

    /// <summary>Keeps a copy for the owner of that binding.</summary>
    public void Add(Binding because, KbusMessage message)
    {
        if (!_byKsock.TryGetValue(because.Owner, out var events))
        {
            _byKsock.Add(because.Owner, events = new LinkedList<QueuedMessage>());
        }

        events.AddLast(new QueuedMessage(message, because));
        Count++;
    }

    /// <summary>The id of the copy kept last for that Ksock.</summary>
    public MessageId LastIdFor(BusKsock ksock) => _byKsock.TryGetValue(ksock, out var events) ? events.Last!.Value.Message.Id : MessageId.None;

    /// <summary>Takes the oldest of that Ksock.</summary>
    public bool TryTake(BusKsock ksock, out QueuedMessage oldest)
    {
        if (!_byKsock.TryGetValue(ksock, out var events))
        {
            oldest = default;
            return false;
        }

        oldest = events.First!.Value;
        events.RemoveFirst();
        Removed(ksock, events.Count, 1);
        return true;
    }

    /// <summary>Drops those of that binding.</summary>
    public void RemoveBecauseOf(Binding binding)
    {
        if (_byKsock.TryGetValue(binding.Owner, out var events))
        {
            var before = events.Count;
            for (var place = events.First; place is not null;)
            {
                var next = place.Next;
                if (place.Value.Because == binding)
                {
                    events.Remove(place);
                }

                place = next;
            }

            Removed(binding.Owner, events.Count, before - events.Count);
        }
    }

    /// <summary>Drops all of that Ksock.</summary>
    public void RemoveFor(BusKsock ksock)
    {
        if (_byKsock.TryGetValue(ksock, out var events))
        {
            Removed(ksock, 0, events.Count);
        }
    }

    private void Removed(BusKsock ksock, int left, int removed)
    {
        if (left == 0)
        {
            _byKsock.Remove(ksock);
        }

        Count -= removed;
        if (Count == 0)
        {
            _toldOfLoss.Clear();
        }
    }
}
