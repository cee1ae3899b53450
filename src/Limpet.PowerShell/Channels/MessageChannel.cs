using System.Diagnostics.CodeAnalysis;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.PowerShell.Channels;

/// <summary>
/// What messages are sent on and read from: a Ksock, or a Limpet's socket. It knows which Requests it took and has not answered, and keeps for later what
/// came while one Reply was waited for.
/// </summary>
public abstract class MessageChannel : IDisposable
{
    /// <summary>How many messages are kept while a Reply is waited for, before announcements are dropped.</summary>
    internal const int MostSetAside = 10_000;

    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly LinkedList<KbusMessage> _setAside = [];
    private readonly Dictionary<MessageId, KbusMessage> _taken = [];

    private protected MessageChannel()
    {
    }

    /// <summary>The number of its bus, 0 to 255; null where it is a socket.</summary>
    public abstract int? Kbus { get; }

    /// <summary>Whether it can be used.</summary>
    public abstract bool IsOpen { get; }

    /// <summary>Which one it is, for people, within a sentence: such as <c>Ksock 3 on bus 0</c>.</summary>
    internal abstract string Description { get; }

    /// <summary>Messages that came while a Reply was waited for, and have not been read since.</summary>
    internal int SetAside
    {
        get
        {
            lock (_gate)
            {
                return _setAside.Count;
            }
        }
    }

    /// <summary>Announcements that were dropped because too many came while a Reply was waited for.</summary>
    internal long Dropped { get; private set; }

    /// <summary>The Requests taken from here and not answered, in no order.</summary>
    internal IReadOnlyList<KbusMessage> Unanswered
    {
        get
        {
            lock (_gate)
            {
                return [.. _taken.Values];
            }
        }
    }

    /// <summary>Whether a Request was taken from here and not answered.</summary>
    internal bool IsUnanswered(MessageId request)
    {
        lock (_gate)
        {
            return _taken.ContainsKey(request);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Sends, waiting where an ALL_OR_WAIT message finds a recipient full.</summary>
    /// <returns>The message with the id it got.</returns>
    internal KbusMessage Send(KbusMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var sent = SendMessage(message, cancellationToken);
            Forget(message.InReplyTo);
            CallTrace.Tell?.Invoke($"{Description}: send {sent}");
            return sent;
        }
        catch (KbusException refusal)
        {
            if (message.IsReply && refusal.Errno is Errno.EADDRNOTAVAIL or Errno.ECONNREFUSED)
            {
                // Whoever asked is gone or has an answer, so there is nothing left to answer.
                Forget(message.InReplyTo);
            }

            CallTrace.Tell?.Invoke($"{Description}: send {message}: {refusal.Errno}");
            throw;
        }
    }

    /// <summary>Sends a Request and waits for what answers it; whatever else comes meanwhile is kept for <see cref="Receive"/>.</summary>
    /// <param name="request">The Request.</param>
    /// <param name="onSent">Told of it once it has its id.</param>
    /// <param name="tick">Called about once a second while there is no answer.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The Reply or Status.</returns>
    internal KbusMessage Ask(KbusMessage request, Action<KbusMessage> onSent, Action tick, CancellationToken cancellationToken)
    {
        var sent = Send(request, cancellationToken);
        onSent(sent);
        while (true)
        {
            if (!TryReceiveWithinTick(cancellationToken, out var message))
            {
                tick();
                continue;
            }

            if (IsAnswer(sent, message))
            {
                CallTrace.Tell?.Invoke($"{Description}: receive {message}, which answers {sent.Id}");
                return message;
            }

            KeepForLater(message);
            CallTrace.Tell?.Invoke($"{Description}: receive {message}, kept for later");
        }
    }

    /// <summary>The next message, waiting until there is one. A Request that is ours to answer counts as taken from now on.</summary>
    internal KbusMessage Receive(CancellationToken cancellationToken)
    {
        KbusMessage? message = null;
        lock (_gate)
        {
            if (_setAside.First is { } first)
            {
                message = first.Value;
                _setAside.RemoveFirst();
            }
        }

        message ??= ReceiveMessage(cancellationToken);
        Take(message);
        CallTrace.Tell?.Invoke($"{Description}: receive {message}");
        return message;
    }

    /// <summary>
    /// The first message that is wanted, waiting until there is one. What was set aside is asked about first; whatever else comes is set aside, in its order.
    /// </summary>
    /// <param name="wanted">Asked about each message, once.</param>
    /// <param name="passed">Told of each message that is not wanted.</param>
    /// <param name="tick">Called about once a second while there is none.</param>
    /// <param name="atLeast">How many messages to read at the least, before it is looked whether the time has passed: those that wait already.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal KbusMessage ReceiveFirst(Func<KbusMessage, bool> wanted, Action<KbusMessage> passed, Action tick, long atLeast, CancellationToken cancellationToken)
    {
        for (var node = FirstSetAside(); node is not null; node = node.Next)
        {
            if (wanted(node.Value))
            {
                lock (_gate)
                {
                    _setAside.Remove(node);
                }

                Take(node.Value);
                return node.Value;
            }

            passed(node.Value);
        }

        while (true)
        {
            // A read gives what is there before it looks at the time, so a busy bus would keep it going.
            if (atLeast-- <= 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (!TryReceiveWithinTick(cancellationToken, out var message))
            {
                tick();
                continue;
            }

            if (wanted(message))
            {
                Take(message);
                CallTrace.Tell?.Invoke($"{Description}: receive {message}");
                return message;
            }

            KeepForLater(message);
            passed(message);
            CallTrace.Tell?.Invoke($"{Description}: receive {message}, which is not awaited");
        }
    }

    /// <summary>Counts a Request that was read as taken, to be answered.</summary>
    internal void Take(KbusMessage message)
    {
        if (message.WantsYouToReply)
        {
            lock (_gate)
            {
                _taken[message.Id] = message;
            }
        }
    }

    private protected abstract KbusMessage SendMessage(KbusMessage message, CancellationToken cancellationToken);

    private protected abstract KbusMessage ReceiveMessage(CancellationToken cancellationToken);

    /// <summary>Whether a message that came is the Reply or Status for the Request that was sent.</summary>
    private protected virtual bool IsAnswer(KbusMessage request, KbusMessage message) => message.IsReply && message.InReplyTo == request.Id;

    /// <summary>Closes it.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);

    private LinkedListNode<KbusMessage>? FirstSetAside()
    {
        lock (_gate)
        {
            return _setAside.First;
        }
    }

    private bool TryReceiveWithinTick(CancellationToken cancellationToken, [NotNullWhen(true)] out KbusMessage? message)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_tick);
        try
        {
            message = ReceiveMessage(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            message = null;
            return false;
        }
    }

    // Like a queue of the bus that is full: what somebody waits for an answer to is never dropped, an announcement is.
    private void KeepForLater(KbusMessage message)
    {
        lock (_gate)
        {
            if (_setAside.Count >= MostSetAside && !message.WantsYouToReply && !message.IsReply)
            {
                Dropped++;
                return;
            }

            _setAside.AddLast(message);
        }
    }

    private void Forget(MessageId request)
    {
        lock (_gate)
        {
            _taken.Remove(request);
        }
    }
}
