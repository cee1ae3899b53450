using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Load.Traffic;

namespace Limpet.Load.Kbus;

/// <summary>Asks Requests on a bus.</summary>
internal sealed class KbusAsker : IAsker
{
    private const int AtATime = 1000;

    private readonly IKsock _ksock;
    private readonly KbusMessage _request;
    private readonly List<KbusMessage> _replies = [];

    public KbusAsker(IKsock ksock, int size, int inFlight)
    {
        _ksock = ksock;
        ksock.MaxMessages((uint)inFlight + 1);
        _request = new KbusMessage(MessageName.Parse(Names.Asked), new byte[size]) { Flags = MessageFlags.WantAReply | MessageFlags.AllOrWait };
    }

    public long Ask() => _ksock.Send(_request, CancellationToken.None).Serial;

    public void Flush()
    {
    }

    public void Answers(List<Answer> into, CancellationToken cancellationToken)
    {
        _ksock.Receive(_replies, AtATime, cancellationToken);
        foreach (var reply in _replies)
        {
            into.Add(new Answer(reply.InReplyTo.Serial, reply.Kind == MessageKind.Reply && reply.Data.Length == _request.Data.Length));
        }

        _replies.Clear();
    }

    public void Dispose() => _ksock.Dispose();
}
