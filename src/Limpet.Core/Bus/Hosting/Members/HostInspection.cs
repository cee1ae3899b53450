using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Bus.Hosting.Members;

/// <summary>Asks the process that hosts a bus how the bus stands, without opening a Ksock on it.</summary>
internal static class HostInspection
{
    // More than any bus has; a host without end must not fill our memory.
    private const int Most = 1_000_000;

    private delegate T Read<T>(ref FrameReader answer);

    /// <summary>Asks over a connection that is for nothing else.</summary>
    /// <param name="link">The connection.</param>
    /// <param name="device">The bus.</param>
    /// <param name="patience">How long each answer may take.</param>
    /// <exception cref="KbusException">The host has ended or does not answer (ENODEV), speaks another version (EPERM), or answers what is no answer (EIO).</exception>
    public static BusStatus Ask(HostLink link, int device, TimeSpan patience)
    {
        link.LimitAnswers(patience);
        link.Frame.Begin(MemberOperation.Inspect);
        link.Frame.U32(MemberProtocol.Version);
        var answer = Exchange(link, device);
        var (served, maxMessageSize) = (answer.U32() != 0, (int)answer.U32());
        var (nextKsock, nextSerial, setAside) = (answer.U32(), answer.U32(), (int)answer.U32());
        var bindings = TakeAll(
            link,
            device,
            MemberOperation.Bindings,
            static (ref FrameReader binding) => new BindingInfo(binding.U32(), (int)binding.U32(), binding.Kind(), binding.Name()));
        var ksocks = TakeAll(link, device, MemberOperation.Ksocks, ReadKsock);
        return new BusStatus(device, link.HostProcessId, served, maxMessageSize, nextKsock, nextSerial, setAside, ksocks, bindings);
    }

    private static KsockInfo ReadKsock(ref FrameReader ksock) => new(
        Id: ksock.U32(),
        ProcessId: (int)ksock.U32(),
        LastSent: ksock.Id(),
        Queued: (int)ksock.U32(),
        MaxMessages: ksock.U32(),
        LeftToRead: (int)ksock.U32(),
        Written: (int)ksock.U32(),
        AwaitedReplies: (int)ksock.U32(),
        UnansweredRequests: (int)ksock.U32());

    private static List<T> TakeAll<T>(HostLink link, int device, MemberOperation operation, Read<T> read)
    {
        var all = new List<T>();
        while (true)
        {
            link.Frame.Begin(operation);
            var answer = Exchange(link, device);
            var count = answer.U32();
            if (count > Most - all.Count)
            {
                throw answer.Malformed($"{all.Count} and {count} more are told of; expected at most {Most}");
            }

            for (var i = 0u; i < count; i++)
            {
                all.Add(read(ref answer));
            }

            if (count == 0)
            {
                return all;
            }
        }
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
