using Limpet.Core.Bus.Hosting;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>The three ways of waiting on a Ksock that another process hosts, by their operation.</summary>
internal static class Waits
{
    /// <summary>Starts to wait on a thread of its own, and gives what was waited for: how many messages, the events, or the errno.</summary>
    public static Task<int> Start(RemoteKsock ksock, byte operation, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => (MemberOperation)operation switch
        {
            MemberOperation.Receive => Receive(ksock, cancellationToken),
            MemberOperation.Wait => (int)ksock.Wait(KsockEvents.Readable, cancellationToken),
            _ => (int)((IWaitingSender)ksock).WaitToSend(cancellationToken),
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>An answer that brings what was waited for, and what becomes of it.</summary>
    public static (byte[] Answer, int Outcome) Success(byte operation) => (MemberOperation)operation switch
    {
        MemberOperation.Receive => ([.. Fields.U32(0, 2), .. Fields.Message(KbusMessage.Announcement("$.A")), .. Fields.Message(KbusMessage.Announcement("$.B"))], 2),
        MemberOperation.Wait => (Fields.U32(0, (uint)KsockEvents.Readable), (int)KsockEvents.Readable),
        _ => (Fields.U32((uint)Errno.EADDRNOTAVAIL, 0), (int)Errno.EADDRNOTAVAIL),
    };

    /// <summary>The answer to one that was cancelled.</summary>
    public static byte[] Cancelled(byte operation) => Fields.U32((uint)((MemberOperation)operation == MemberOperation.WaitToSend ? Errno.EAGAIN : Errno.None), 0);

    /// <summary>Takes the connection that comes for a wait, and hears what it asks.</summary>
    public static StagedConnection Attached(StagedHost host, byte operation)
    {
        var waiter = host.Accept();
        Assert.Equal(MemberOperation.Attach, waiter.Hear(out var fields));
        Assert.Equal([.. Fields.U32(MemberProtocol.Version, 1), .. Fields.U64(5)], fields);
        waiter.SayJoined();
        Assert.Equal((MemberOperation)operation, waiter.Hear());
        return waiter;
    }

    private static int Receive(RemoteKsock ksock, CancellationToken cancellationToken)
    {
        var into = new List<KbusMessage>();
        ksock.Receive(into, 3, cancellationToken);
        return into.Count;
    }
}
