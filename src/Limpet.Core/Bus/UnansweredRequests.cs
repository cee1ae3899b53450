using Limpet.Core.Messages;

namespace Limpet.Core.Bus;

/// <summary>The Requests that a Ksock has popped and not answered, oldest first (kbus.md 4, NEXTMSG and UNREPLIEDTO).</summary>
internal sealed class UnansweredRequests
{
    private readonly List<(MessageId Request, uint Asker)> _requests = [];

    public int Count => _requests.Count;

    public void Add(MessageId request, uint asker) => _requests.Add((request, asker));

    /// <summary>
    /// Forgets the Request of that id and Ksock, if it is here. Both count: a Reply sent to the wrong Ksock leaves the Request unanswered, and two
    /// Ksocks may have chosen the same id.
    /// </summary>
    public void Remove(MessageId request, uint asker)
    {
        var index = _requests.IndexOf((request, asker));
        if (index >= 0)
        {
            _requests.RemoveAt(index);
        }
    }

    public (MessageId Request, uint Asker)[] TakeAll()
    {
        var all = _requests.ToArray();
        _requests.Clear();
        return all;
    }
}
