using System.Diagnostics.CodeAnalysis;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>
/// The Requests that went over the link and whose answers have not come (limpet.md 3, rule 4), under their ids as our bus knows them. There is a most
/// of them, since neither bus tells when somebody stops waiting for an answer that never comes.
/// </summary>
internal sealed class RememberedRequests(int most)
{
    private readonly Dictionary<MessageId, (RememberedRequest Request, long Age)> _requests = [];

    // Oldest first, with ids among them that have been answered since; these are swept out when they are more than the others.
    private Queue<(MessageId Id, long Age)> _order = new();
    private long _age;

    public int Count => _requests.Count;

    /// <summary>Remembers it, unless one with that id is remembered already.</summary>
    public bool TryAdd(MessageId id, RememberedRequest request)
    {
        if (!_requests.TryAdd(id, (request, ++_age)))
        {
            return false;
        }

        if (_order.Count > 64 + (2 * _requests.Count))
        {
            _order = new Queue<(MessageId, long)>(_order.Where(IsCurrent));
        }

        _order.Enqueue((id, _age));
        return true;
    }

    /// <summary>Forgets it and gives it, if it is remembered.</summary>
    public bool TryTake(MessageId id, out RememberedRequest request)
    {
        var found = _requests.Remove(id, out var entry);
        request = entry.Request;
        return found;
    }

    /// <summary>Forgets and gives the oldest, if there are more than the most.</summary>
    public bool TryTakeExcess([NotNullWhen(true)] out MessageId? id, out RememberedRequest request)
    {
        while (_requests.Count > most && _order.TryDequeue(out var oldest))
        {
            if (IsCurrent(oldest))
            {
                id = oldest.Id;
                return TryTake(oldest.Id, out request);
            }
        }

        id = null;
        request = default;
        return false;
    }

    private bool IsCurrent((MessageId Id, long Age) entry) => _requests.TryGetValue(entry.Id, out var current) && current.Age == entry.Age;
}
