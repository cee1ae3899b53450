using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>
/// Notices that a message comes round a loop of buses to a link that it has passed already. Rules 5 and 6 (limpet.md 3) notice what comes from the two buses
/// of this link; this one looks at what comes from any other, by remembering which ids passed, in which direction and when. Not for several threads at once.
/// </summary>
/// <remarks>A ring of entries in the order in which they were made, and chains through it under each id's hash: a message costs one look whatever is remembered.</remarks>
/// <param name="network">Our network id.</param>
/// <param name="pair">The pair's network id.</param>
/// <param name="most">How many ids are remembered; a power of two.</param>
internal sealed class LoopGuard(uint network, uint pair, int most = LoopGuard.DefaultMost)
{
    public const int DefaultMost = 65536;

    private const int Least = 256;
    private const int None = -1;

    // Nothing goes round for longer; and a bus that was moved to the other side has had time to restart.
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(60);

    // A bus that restarts gives its serials anew, and begins as it did before.
    private static readonly TimeSpan AgainWithin = TimeSpan.FromSeconds(1);

    private Entry[] _entries = [];
    private int[] _chains = [];
    private int _oldest;
    private int _used;

    /// <summary>How many entries are kept, among them some of ids that have passed again since.</summary>
    public int Count => _used;

    /// <summary>
    /// Whether the message has come round; where it has not, it is remembered as passing. It comes round when its id passed the other way within the last
    /// minute, or the same way within the last second with equal name, data and origin. The copy of a Request that is to be answered is another one than what listeners get.
    /// </summary>
    /// <param name="message">The message, with its name as our bus knows it.</param>
    /// <param name="leaves">Whether it leaves our bus.</param>
    /// <param name="now">The time, of a clock that does not jump.</param>
    public bool HasComeRound(KbusMessage message, bool leaves, TimeSpan now)
    {
        var id = message.Id;
        if (id.Network == 0 || id.Network == network || id.Network == pair || id.Serial == 0)
        {
            return false;
        }

        var key = new Key(id, message.IsRequest && message.WantsYouToReply);
        var passage = new Passage(leaves, now, message.OrigFrom, message.Data.Length, ContentHash.Of(message));
        var before = Find(key);
        if (before != None)
        {
            if (passage.IsRoundAfter(_entries[before].Passage))
            {
                return true;
            }

            Unlink(before);
        }

        Add(key, passage);
        return false;
    }

    /// <summary>
    /// Whether the message is what listeners get of a Request that passed the other way, to be answered there, within the last minute: an original sends back what
    /// it hears of a third bus's Request. Whoever listens here has heard the Request already.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="leaves">Whether it leaves our bus.</param>
    /// <param name="now">As in <see cref="HasComeRound"/>.</param>
    public bool IsSentBack(KbusMessage message, bool leaves, TimeSpan now)
    {
        if (_used == 0 || (message.IsRequest && message.WantsYouToReply))
        {
            return false;
        }

        var asked = Find(new Key(message.Id, WantsAnswer: true));
        return asked != None && _entries[asked].Passage.Leaves != leaves && now - _entries[asked].Passage.At < BackWithin;
    }

    private int Find(Key key)
    {
        if (_used == 0)
        {
            return None;
        }

        var at = _chains[ChainOf(key)] - 1;
        while (at != None && _entries[at].Key != key)
        {
            at = _entries[at].Next;
        }

        return at;
    }

    private void Add(Key key, in Passage passage)
    {
        while (_used > 0 && (!_entries[_oldest].IsLinked || passage.At - _entries[_oldest].Passage.At >= BackWithin))
        {
            DropOldest();
        }

        if (_used == _entries.Length)
        {
            MakeRoom();
        }

        var at = (_oldest + _used) & (_entries.Length - 1);
        _used++;
        _entries[at] = new Entry { Key = key, Passage = passage };
        Link(at);
    }

    private void MakeRoom()
    {
        if (_entries.Length == most)
        {
            DropOldest();
            return;
        }

        var entries = new Entry[Math.Min(most, Math.Max(Least, 2 * _entries.Length))];
        for (var i = 0; i < _used; i++)
        {
            entries[i] = _entries[(_oldest + i) & (_entries.Length - 1)];
        }

        (_entries, _chains, _oldest) = (entries, new int[entries.Length], 0);
        for (var i = 0; i < _used; i++)
        {
            if (_entries[i].IsLinked)
            {
                Link(i);
            }
        }
    }

    private void DropOldest()
    {
        if (_entries[_oldest].IsLinked)
        {
            Unlink(_oldest);
        }

        _oldest = (_oldest + 1) & (_entries.Length - 1);
        _used--;
    }

    private void Link(int at)
    {
        ref var first = ref _chains[ChainOf(_entries[at].Key)];
        (_entries[at].Next, _entries[at].IsLinked) = (first - 1, true);
        first = at + 1;
    }

    private void Unlink(int at)
    {
        ref var first = ref _chains[ChainOf(_entries[at].Key)];
        if (first - 1 == at)
        {
            first = _entries[at].Next + 1;
        }
        else
        {
            var before = first - 1;
            while (_entries[before].Next != at)
            {
                before = _entries[before].Next;
            }

            _entries[before].Next = _entries[at].Next;
        }

        _entries[at].IsLinked = false;
    }

    // Others choose the ids: HashCode differs from process to process, so that nobody can choose them to stand in one chain.
    private int ChainOf(Key key) => HashCode.Combine(key.Id.Network, key.Id.Serial, key.WantsAnswer) & (_chains.Length - 1);

    private readonly record struct Key(MessageId Id, bool WantsAnswer);

    private readonly record struct Passage(bool Leaves, TimeSpan At, OriginId OrigFrom, int Length, ulong Content)
    {
        public bool IsRoundAfter(in Passage before)
            => Leaves != before.Leaves
                ? At - before.At < BackWithin
                : At - before.At < AgainWithin && OrigFrom == before.OrigFrom && Length == before.Length && Content == before.Content;
    }

    // Chains hold index plus one, so that a new array is empty; Next holds the index itself, or None.
    private struct Entry
    {
        public Key Key;
        public Passage Passage;
        public int Next;
        public bool IsLinked;
    }
}
