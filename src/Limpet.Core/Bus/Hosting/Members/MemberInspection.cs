using Limpet.Core.Messages;

namespace Limpet.Core.Bus.Hosting.Members;

/// <summary>
/// What a connection that only looks is told: how the bus stood when it asked, and then the bindings and the Ksocks, as many in an answer as fit. It opens no Ksock, so that
/// looking changes nothing.
/// </summary>
/// <param name="status">How the bus stood.</param>
internal sealed class MemberInspection(BusStatus status)
{
    private int _bindingsTold;
    private int _ksocksTold;

    public void AnswerStatus(FrameWriter answer)
    {
        answer.BeginAnswer(Errno.None);
        answer.U32(status.IsServed ? 1u : 0u);
        answer.U32((uint)status.MaxMessageSize);
        answer.U32(status.NextKsockId);
        answer.U32(status.NextMessageSerial);
        answer.U32((uint)status.SetAside);
        answer.End();
    }

    public void AnswerBindings(FrameWriter answer) => AnswerSome(answer, status.Bindings, ref _bindingsTold, binding =>
    {
        answer.U32(binding.Ksock);
        answer.U32((uint)binding.ProcessId);
        answer.U32(binding.Kind == BindingKind.Replier ? 1u : 0u);
        answer.Text(binding.Name.Value);
    });

    public void AnswerKsocks(FrameWriter answer) => AnswerSome(answer, status.Ksocks, ref _ksocksTold, ksock =>
    {
        answer.U32(ksock.Id);
        answer.U32((uint)ksock.ProcessId);
        answer.Id(ksock.LastSent);
        answer.U32((uint)ksock.Queued);
        answer.U32(ksock.MaxMessages);
        answer.U32((uint)ksock.LeftToRead);
        answer.U32((uint)ksock.Written);
        answer.U32((uint)ksock.AwaitedReplies);
        answer.U32((uint)ksock.UnansweredRequests);
    });

    private static void AnswerSome<T>(FrameWriter answer, IReadOnlyList<T> all, ref int told, Action<T> tell)
    {
        answer.BeginAnswer(Errno.None);
        var place = answer.Reserve();
        var count = 0u;
        while (told < all.Count && answer.FrameLength < MemberProtocol.GatherBudget)
        {
            tell(all[told++]);
            count++;
        }

        answer.Fill(place, count);
        answer.End();
    }
}
