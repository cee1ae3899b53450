using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Bus.Hosting.Members;

/// <summary>Asks the process that hosts a bus how the bus stands, without opening a Ksock on it.</summary>
internal static class HostInspection
{
    /// <summary>Asks over a connection that is for nothing else.</summary>
    /// <exception cref="KbusException">The host has ended or does not answer (ENODEV), or speaks another version (EPERM).</exception>
    public static BusStatus Ask(HostLink link, int device)
    {
        link.LimitAnswers(MemberProtocol.AnswerTimeout);
        link.Frame.Begin(MemberOperation.Inspect);
        link.Frame.U32(MemberProtocol.Version);
        var answer = Exchange(link, device);
        var served = answer.U32() != 0;
        var maxMessageSize = (int)answer.U32();
        var ksocks = (int)answer.U32();
        var bindings = new List<BindingInfo>();
        while (TakeBindings(link, device, bindings))
        {
        }

        return new BusStatus(device, link.HostProcessId, served, maxMessageSize, ksocks, bindings);
    }

    private static bool TakeBindings(HostLink link, int device, List<BindingInfo> bindings)
    {
        link.Frame.Begin(MemberOperation.Bindings);
        var answer = Exchange(link, device);
        var count = answer.U32();
        for (var i = 0u; i < count; i++)
        {
            bindings.Add(new BindingInfo(answer.U32(), (int)answer.U32(), answer.Kind(), MessageName.Parse(answer.Text())));
        }

        return count > 0;
    }

    private static FrameReader Exchange(HostLink link, int device)
    {
        link.Frame.End();
        if (!link.TryExchange(out FrameReader answer))
        {
            throw new KbusException(Errno.ENODEV, KsockOperation.Query, $"Process {link.HostProcessId}, which hosts bus {device}, has ended or does not answer", device);
        }

        return answer.U32() == (uint)Errno.None ? answer : throw link.OtherVersion(answer.U32(), device);
    }
}
