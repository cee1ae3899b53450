using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>
/// Notices that a message comes round a loop of buses to a link that it has passed already. Rules 5 and 6 (limpet.md 3) notice what comes from the two buses
/// of this link; this one looks at what comes from any other, by remembering which ids passed, in which direction and when. Not for several threads at once.
/// </summary>
/// <remarks>
/// A ring of entries in the order in which they were made, numbered as they come; under each id's hash stands the number of the newest, which names the one before it.
/// A number that is too old says by itself that it is forgotten, and with it all behind it, so forgetting touches nothing else: a message costs one look whatever is remembered.
/// </remarks>
/// <param name="network">Our network id.</param>
/// <param name="pair">The pair's network id.</param>
/// <param name="most">How many ids are remembered; a power of two.</param>
internal sealed class LoopGuard(uint network, uint pair, int most = LoopGuard.DefaultMost)
{
    public const int DefaultMost = 65536;

    private const int Least = 256;
    private const int None = -1;

    // Chains are short where there are more of them than entries.
    private const int ChainsEach = 2;

    // Nothing goes round for longer; and a bus that was moved to the other side has had time to restart.
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(60);

    // A bus that restarts gives its serials anew, and begins as it did before.
    private static readonly TimeSpan AgainWithin = TimeSpan.FromSeconds(1);

    private Entry[] _entries = [];
    private uint[] _chains = [];
    private uint _next = 1;
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

            _entries[before].IsCurrent = false;
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

    // Where the newest entry of that key stands; the newest is the current one.
    private int Find(Key key)
    {
        if (_used == 0)
        {
            return None;
        }

        for (var number = _chains[ChainOf(key)]; IsRemembered(number);)
        {
            ref var entry = ref _entries[PlaceOf(number)];
            if (entry.Key == key)
            {
                return PlaceOf(number);
            }

            number = entry.Before;
        }

        return None;
    }

    private void Add(Key key, in Passage passage)
    {
        while (_used > 0 && (!Oldest.IsCurrent || passage.At - Oldest.Passage.At >= BackWithin))
        {
            _used--;
        }

        if (_used == _entries.Length)
        {
            MakeRoom();
        }

        ref var newest = ref _chains[ChainOf(key)];
        _entries[PlaceOf(_next)] = new Entry { Key = key, Passage = passage, Before = newest, IsCurrent = true };
        newest = _next++;
        _used++;
    }

    private void MakeRoom()
    {
        if (_entries.Length == most)
        {
            _used--;
            return;
        }

        var before = _entries;
        _entries = new Entry[Math.Min(most, Math.Max(Least, 2 * before.Length))];
        _chains = new uint[ChainsEach * _entries.Length];
        for (var number = _next - (uint)_used; number != _next; number++)
        {
            ref var entry = ref _entries[PlaceOf(number)];
            entry = before[(int)(number & (uint)(before.Length - 1))];
            ref var newest = ref _chains[ChainOf(entry.Key)];
            entry.Before = newest;
            newest = number;
        }
    }

    private ref Entry Oldest => ref _entries[PlaceOf(_next - (uint)_used)];

    // Numbers go round after four thousand million; one from before that is told by its key.
    private bool IsRemembered(uint number) => _next - 1 - number < (uint)_used;

    private int PlaceOf(uint number) => (int)(number & (uint)(_entries.Length - 1));

    // Others choose the ids: HashCode differs from process to process, so that nobody can choose them to stand in one chain. Both kinds of an id are looked for together.
    private int ChainOf(Key key) => HashCode.Combine(key.Id.Network, key.Id.Serial) & (_chains.Length - 1);

    private readonly record struct Key(MessageId Id, bool WantsAnswer);

    private readonly record struct Passage(bool Leaves, TimeSpan At, OriginId OrigFrom, int Length, ulong Content)
    {
        public bool IsRoundAfter(in Passage before)
            => Leaves != before.Leaves
                ? At - before.At < BackWithin
                : At - before.At < AgainWithin && OrigFrom == before.OrigFrom && Length == before.Length && Content == before.Content;
    }

    private struct Entry
    {
        public Key Key;
        public Passage Passage;
        public uint Before;
        public bool IsCurrent;
    }
}
