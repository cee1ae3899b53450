namespace Limpet.Core.Bus.Hosting.Members;

/// <summary>A Ksock that a member in another process has opened, and the connections that belong to it.</summary>
internal sealed class MemberKsock : IKsockOwner
{
    private readonly Lock _gate = new();
    private readonly List<MemberConnection> _waiting = [];
    private int _waitingToSend;

    public MemberKsock(BusKsock ksock, ulong token)
    {
        Ksock = ksock;
        Token = token;
        ksock.Tag = this;
    }

    public BusKsock Ksock { get; }

    /// <summary>What a further connection must know to wait for this Ksock.</summary>
    public ulong Token { get; }

    public bool WantsRetry => Volatile.Read(ref _waitingToSend) > 0;

    public void StartWaiting(MemberConnection connection, bool toSend)
    {
        if (toSend)
        {
            Interlocked.Increment(ref _waitingToSend);
        }

        lock (_gate)
        {
            _waiting.Add(connection);
        }
    }

    public void StopWaiting(MemberConnection connection, bool toSend)
    {
        lock (_gate)
        {
            _waiting.Remove(connection);
        }

        if (toSend)
        {
            Interlocked.Decrement(ref _waitingToSend);
        }
    }

    public void Stirred()
    {
        MemberConnection[] waiting;
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                return;
            }

            waiting = [.. _waiting];
        }

        foreach (var connection in waiting)
        {
            connection.TryAnswerWaiting();
        }
    }

    public void Gone()
    {
        // The connections end with their server.
    }
}
