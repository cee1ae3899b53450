using Limpet.Core.Messages;

namespace Limpet.Core.Bus.Hosting.Members;

/// <summary>
/// What a connection that only looks is told: how the bus stood when it asked, and then the bindings, as many in an answer as fit. It opens no Ksock, so that
/// looking changes nothing.
/// </summary>
/// <param name="status">How the bus stood.</param>
internal sealed class MemberInspection(BusStatus status)
{
    private int _told;

    public void AnswerStatus(FrameWriter answer)
    {
        answer.BeginAnswer(Errno.None);
        answer.U32(status.IsServed ? 1u : 0u);
        answer.U32((uint)status.MaxMessageSize);
        answer.U32((uint)status.Ksocks);
        answer.End();
    }

    public void AnswerBindings(FrameWriter answer)
    {
        answer.BeginAnswer(Errno.None);
        var place = answer.Reserve();
        var count = 0u;
        while (_told < status.Bindings.Count && answer.FrameLength < MemberProtocol.ReceiveBudget)
        {
            var binding = status.Bindings[_told++];
            answer.U32(binding.Ksock);
            answer.U32((uint)binding.ProcessId);
            answer.U32(binding.Kind == BindingKind.Replier ? 1u : 0u);
            answer.Text(binding.Name.Value);
            count++;
        }

        answer.Fill(place, count);
        answer.End();
    }
}
