using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus.Model;

/// <summary>
/// A second bus, written from the text of kbus.md alone and as plainly as it goes: lists, and each rule where the text has it. The engine is held to it.
/// </summary>
internal sealed partial class NaiveBus(uint absoluteMaxMessageSize = 409600, int setAsideLimit = 1000, uint lastSerial = 0, uint lastKsock = 0)
{
    private const uint Ask = uint.MaxValue;

    private readonly List<NaiveKsock> _ksocks = [];

    /// <summary>Newest first.</summary>
    private readonly List<NaiveBinding> _bindings = [];

    private uint _lastKsock = lastKsock;
    private uint _lastSerial = lastSerial;
    private uint _verbose;
    private uint _report;
    private readonly uint _absoluteMaxMessageSize = absoluteMaxMessageSize;
    private uint _maxMessageSize = absoluteMaxMessageSize;

    public int SetAsideCount => _setAside.Count;

    public uint NextKsockId => _lastKsock + 1;

    public uint NextMessageSerial => _lastSerial == uint.MaxValue ? 1 : _lastSerial + 1;

    public IEnumerable<(uint Ksock, BindingKind Kind, string Name)> Bindings => _bindings.Select(b => (b.Ksock.Id, b.Kind, b.Name));

    public NaiveKsock Open(bool canWrite)
    {
        var ksock = new NaiveKsock(++_lastKsock, canWrite);
        _ksocks.Add(ksock);
        return ksock;
    }

    /// <summary>kbus.md 4, BIND.</summary>
    public Errno Bind(NaiveKsock ksock, string name, BindingKind kind)
    {
        if (ksock.IsClosed)
        {
            return Errno.EBADF;
        }

        if (name.Length == 0)
        {
            return Errno.EBADMSG;
        }

        if (name.Length > 1000)
        {
            return Errno.ENAMETOOLONG;
        }

        if (!IsName(name) || (kind == BindingKind.Replier && string.Equals(name, EventName, StringComparison.Ordinal)))
        {
            return Errno.EBADMSG;
        }

        if (kind == BindingKind.Replier)
        {
            if (ReplierOf(name) is not null)
            {
                return Errno.EADDRINUSE;
            }

            if (!AnnounceReplier(isBind: true, ksock, name))
            {
                return Errno.EAGAIN;
            }
        }

        _bindings.Insert(0, new NaiveBinding(ksock, name, kind));
        return Errno.None;
    }

    /// <summary>kbus.md 4, UNBIND.</summary>
    public Errno Unbind(NaiveKsock ksock, string name, BindingKind kind)
    {
        if (ksock.IsClosed)
        {
            return Errno.EBADF;
        }

        var binding = _bindings.Find(b => b.Ksock == ksock && b.Kind == kind && string.Equals(b.Name, name, StringComparison.Ordinal));
        if (binding is null)
        {
            return Errno.EINVAL;
        }

        if (kind == BindingKind.Replier && !AnnounceReplier(isBind: false, ksock, name))
        {
            return Errno.EAGAIN;
        }

        _bindings.Remove(binding);
        var removed = ksock.Queue.FindAll(queued => queued.Cause == binding);
        ksock.Queue.RemoveAll(queued => queued.Cause == binding);
        foreach (var (message, _) in removed)
        {
            if (message.WantsYouToReply)
            {
                AnswerFor(ksock, message.Id, message.From, "$.KBUS.Replier.Unbound", closing: null);
            }
        }

        DropSetAside(entry => entry.Ksock == ksock && entry.Cause == binding);
        if (removed.Count > 0)
        {
            MoveOneSetAside(ksock);
        }

        return Errno.None;
    }

    /// <summary>kbus.md 4, REPLIER.</summary>
    public Errno FindReplier(NaiveKsock ksock, string name, out uint replier)
    {
        replier = 0;
        if (ksock.IsClosed)
        {
            return Errno.EBADF;
        }

        if (name.Length is 0 or > 1000)
        {
            return Errno.ENAMETOOLONG;
        }

        replier = ReplierOf(name)?.Ksock.Id ?? 0;
        return Errno.None;
    }

    /// <summary>kbus.md 4, NEXTMSG and read to the end.</summary>
    public Errno Receive(NaiveKsock ksock, out KbusMessage? message)
    {
        message = null;
        if (ksock.IsClosed)
        {
            return Errno.EBADF;
        }

        if (ksock.Queue.Count > 0)
        {
            message = ksock.Queue[0].Message;
            ksock.Queue.RemoveAt(0);
            if (message.WantsYouToReply)
            {
                ksock.Unanswered.Add((message.Id, message.From));
            }

            MoveOneSetAside(ksock);
        }

        return Errno.None;
    }

    public Errno LastSent(NaiveKsock ksock, out MessageId id)
    {
        id = ksock.IsClosed ? default : ksock.LastSent;
        return ksock.IsClosed ? Errno.EBADF : Errno.None;
    }

    public Errno MaxMessages(NaiveKsock ksock, uint value, out uint now)
    {
        now = 0;
        if (ksock.IsClosed)
        {
            return Errno.EBADF;
        }

        if (value != 0)
        {
            ksock.MaxMessages = value;
        }

        now = ksock.MaxMessages;
        return Errno.None;
    }

    public Errno NumMessages(NaiveKsock ksock, out uint count)
    {
        count = ksock.IsClosed ? 0 : (uint)(ksock.Queue.Count + SetAsideOf(ksock).Count);
        return ksock.IsClosed ? Errno.EBADF : Errno.None;
    }

    public Errno Unreplied(NaiveKsock ksock, out uint count)
    {
        count = ksock.IsClosed ? 0 : (uint)ksock.Unanswered.Count;
        return ksock.IsClosed ? Errno.EBADF : Errno.None;
    }

    public Errno OnlyOnce(NaiveKsock ksock, uint value, out uint before)
    {
        before = ksock.OnlyOnce ? 1u : 0u;
        if (ksock.IsClosed)
        {
            return Errno.EBADF;
        }

        if (value is not (0 or 1 or Ask))
        {
            return Errno.EINVAL;
        }

        ksock.OnlyOnce = value == Ask ? ksock.OnlyOnce : value == 1;
        return Errno.None;
    }

    public Errno Verbose(NaiveKsock ksock, uint value, out uint before)
    {
        before = _verbose;
        if (ksock.IsClosed)
        {
            return Errno.EBADF;
        }

        if (value is not (0 or 1 or Ask))
        {
            return Errno.EINVAL;
        }

        _verbose = value == Ask ? _verbose : value;
        return Errno.None;
    }

    public Errno MaxMessageSize(NaiveKsock ksock, uint value, out uint now)
    {
        now = 0;
        if (ksock.IsClosed)
        {
            return Errno.EBADF;
        }

        if (value == 1)
        {
            now = _absoluteMaxMessageSize;
            return Errno.None;
        }

        if (value != 0)
        {
            if (value < 100 || value > _absoluteMaxMessageSize)
            {
                return Errno.EINVAL;
            }

            _maxMessageSize = value;
        }

        now = _maxMessageSize;
        return Errno.None;
    }

    /// <summary>kbus.md 4, poll.</summary>
    public Errno Poll(NaiveKsock ksock, out KsockEvents events)
    {
        events = KsockEvents.None;
        if (ksock.IsClosed)
        {
            return Errno.EBADF;
        }

        if (ksock.Waiting is not null)
        {
            RetryByPoll(ksock);
        }

        if (ksock.Queue.Count > 0)
        {
            events |= KsockEvents.Readable;
        }

        if (ksock.CanWrite && ksock.Waiting is null)
        {
            events |= KsockEvents.Writable;
        }

        return Errno.None;
    }

    /// <summary>kbus.md 6, Close.</summary>
    public void Close(NaiveKsock ksock)
    {
        if (ksock.IsClosed)
        {
            return;
        }

        ksock.Waiting = null;

        foreach (var (message, _) in ksock.Queue)
        {
            if (message.WantsYouToReply)
            {
                AnswerFor(ksock, message.Id, message.From, "$.KBUS.Replier.GoneAway", closing: ksock);
            }
        }

        foreach (var binding in _bindings.FindAll(b => b.Ksock == ksock))
        {
            if (binding.Kind == BindingKind.Replier)
            {
                AnnounceLostReplier(ksock, binding.Name);
            }

            _bindings.Remove(binding);
        }

        DropSetAside(entry => entry.Ksock == ksock);

        foreach (var (id, asker) in ksock.Unanswered)
        {
            AnswerFor(ksock, id, asker, "$.KBUS.Replier.Ignored", closing: ksock);
        }

        ksock.IsClosed = true;
        _ksocks.Remove(ksock);
    }

    private static bool IsName(string name)
    {
        if (name.Length is < 3 or > 1000 || !name.StartsWith("$.", StringComparison.Ordinal))
        {
            return false;
        }

        var words = name[2..].Split('.');
        for (var i = 0; i < words.Length; i++)
        {
            var isWildcard = i == words.Length - 1 && (words[i] is "*" or "%");
            if (!isWildcard && (words[i].Length == 0 || !words[i].All(char.IsAsciiLetterOrDigit)))
            {
                return false;
            }
        }

        return true;
    }

    private NaiveBinding? ReplierOf(string exactName)
        => _bindings.Find(b => b.Kind == BindingKind.Replier && string.Equals(b.Name, exactName, StringComparison.Ordinal));

    private NaiveKsock? KsockOf(uint id) => _ksocks.Find(k => k.Id == id);

    private uint NextSerial()
    {
        _lastSerial++;
        if (_lastSerial == 0)
        {
            _lastSerial = 1;
        }

        return _lastSerial;
    }
}
