using System.Runtime.InteropServices;
using Limpet.Core.Messages;

namespace Limpet.Core.Bus;

/// <summary>
/// The Requests that a Ksock has sent and awaits a Reply to. The user may choose ids (those with a network), so that one may be there twice.
/// </summary>
internal sealed class AwaitedReplies
{
    private readonly Dictionary<MessageId, int> _ids = [];

    public int Count { get; private set; }

    public bool Contains(MessageId request) => _ids.ContainsKey(request);

    public void Add(MessageId request)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_ids, request, out _)++;
        Count++;
    }

    public void Remove(MessageId request)
    {
        ref var times = ref CollectionsMarshal.GetValueRefOrNullRef(_ids, request);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref times))
        {
            return;
        }

        Count--;
        if (--times == 0)
        {
            _ids.Remove(request);
        }
    }
}
