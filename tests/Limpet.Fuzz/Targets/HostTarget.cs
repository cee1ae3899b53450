using Limpet.Core.Bus.Hosting;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>
/// What the process that hosts a bus answers to one that joined it. A first piece says what is asked, a byte each; the next are what the host says on the connection for
/// commands and on those that wait. A first piece without bytes is an inspection.
/// </summary>
internal sealed class HostTarget() : FuzzTarget("host", MemberProtocol.MaxFrame)
{
    private static readonly Lazy<RecitingHost> s_host = new();
    private static readonly byte[] s_entire = EntireMessage.ToBytes(KbusMessage.Announcement("$.Fuzz", "data"), MemoryLayout.Native);

    public override bool HasSteps => true;

    public override void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        var asked = reader.Piece().ToArray();
        List<byte[]> speeches = [];
        while (!reader.IsEmpty && speeches.Count < 4)
        {
            speeches.Add(reader.Piece().ToArray());
        }

        s_host.Value.Learn(speeches);
        Allowed(() =>
        {
            if (asked.Length == 0)
            {
                using var step = Step();
                using var link = HostLink.TryConnect(s_host.Value.Path, 0);
                HostInspection.Ask(link!, 0, MemberProtocol.AnswerTimeout);
                return;
            }

            using var ksock = RemoteKsock.TryOpen(HostLink.TryConnect(s_host.Value.Path, 0)!, 0, canWrite: true, s_host.Value.Path);
            for (var i = 0; i < asked.Length && ksock is not null; i++)
            {
                using var step = Step();
                Allowed(() => Ask(ksock, asked[i]));
            }
        });
        s_host.Value.Learn([]);
    }

    private static void Allowed(Action action)
    {
        try
        {
            action();
        }
        catch (KbusException)
        {
            // What a Ksock documents of a bus that is gone, or that does not answer as one.
        }
    }

    private static void Ask(RemoteKsock ksock, byte what)
    {
        switch (what % 21)
        {
            case 0:
                ksock.Bind("$.Fuzz", BindingKind.Listener);
                break;
            case 1:
                ksock.Unbind("$.Fuzz", BindingKind.Listener);
                break;
            case 2:
                ksock.FindReplier("$.Fuzz");
                break;
            case 3:
                ksock.TrySend(KbusMessage.Announcement("$.Fuzz"), out _);
                break;
            case 4:
                ksock.TryReceive();
                break;
            case 5:
                ksock.Poll();
                break;
            case 6:
                ksock.Write(s_entire);
                break;
            case 7:
                ksock.SendWritten();
                break;
            case 8:
                ksock.Discard();
                break;
            case 9:
                ksock.NextMessage();
                break;
            case 10:
                FuzzFailureException.Unless(ksock.Read(stackalloc byte[64]) is >= 0 and <= 64, "More was read than there was room for.");
                break;
            case 11:
                ksock.QueuedMessages();
                break;
            case 12:
                ksock.LastSent();
                break;
            case 13:
                ksock.MaxMessages(0);
                break;
            case 14:
                ksock.NewDevice();
                break;
            case 15:
                Receive(ksock);
                break;
            case 16:
                ksock.Wait(KsockEvents.Readable, CancellationToken.None);
                break;
            case 17:
                ((IWaitingSender)ksock).WaitToSend(CancellationToken.None);
                break;
            case 18:
                SendMany(ksock);
                break;
            case 19:
                ((IWaitingSender)ksock).GiveUp(new MessageId(0, 7));
                break;
            default:
                ((IBulkKsock)ksock).HearsItself = false;
                break;
        }
    }

    private static void SendMany(IBulkKsock ksock)
    {
        var errors = new Errno[5];
        var tried = ksock.TrySend([.. Enumerable.Repeat(KbusMessage.Announcement("$.Fuzz"), errors.Length)], errors);
        FuzzFailureException.Unless(tried is >= 1 and <= 5, $"{tried} messages were tried; expected 1 to 5.");
    }

    private static void Receive(RemoteKsock ksock)
    {
        const int Most = 100;
        var messages = new List<KbusMessage>();
        ksock.Receive(messages, Most, CancellationToken.None);
        FuzzFailureException.Unless(messages.Count is > 0 and <= Most, $"{messages.Count} messages were received; expected 1 to {Most}.");
    }
}
