using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Load.Traffic;

namespace Limpet.Load.Kbus;

/// <summary>Answers Requests on a bus.</summary>
internal sealed class KbusReplier : IReplier
{
    private const int AtATime = 1000;
    private const uint MaxMessages = 10_000;

    private readonly IKsock _ksock;
    private readonly List<KbusMessage> _requests = [];

    public KbusReplier(IKsock ksock)
    {
        _ksock = ksock;
        ksock.MaxMessages(MaxMessages);
        ksock.Bind(Names.Asked, BindingKind.Replier);
    }

    public void Serve(CancellationToken cancellationToken)
    {
        _ksock.Receive(_requests, AtATime, cancellationToken);
        foreach (var request in _requests)
        {
            _ksock.Send(KbusMessage.ReplyTo(request, request.Data), cancellationToken);
        }

        _requests.Clear();
    }

    public void Dispose() => _ksock.Dispose();
}
