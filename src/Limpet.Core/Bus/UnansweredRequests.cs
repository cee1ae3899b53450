using Limpet.Core.Messages;

namespace Limpet.Core.Bus;

/// <summary>The Requests that a Ksock has popped and not answered, oldest first (kbus.md 4, NEXTMSG and UNREPLIEDTO).</summary>
internal sealed class UnansweredRequests
{
    private readonly List<(MessageId Request, uint Asker)> _requests = [];

    public int Count => _requests.Count;

    public void Add(MessageId request, uint asker) => _requests.Add((request, asker));

    public void Remove(MessageId request)
    {
        for (var i = 0; i < _requests.Count; i++)
        {
            if (_requests[i].Request == request)
            {
                _requests.RemoveAt(i);
                return;
            }
        }
    }

    public (MessageId Request, uint Asker)[] TakeAll()
    {
        var all = _requests.ToArray();
        _requests.Clear();
        return all;
    }
}
