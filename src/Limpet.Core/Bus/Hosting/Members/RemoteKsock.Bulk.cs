using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Bus.Hosting.Members;

/// <content>Many messages in one exchange.</content>
internal sealed partial class RemoteKsock
{
    bool IBulkKsock.HearsItself
    {
        set
        {
            lock (_gate)
            {
                Begin(MemberOperation.HearsItself).U32(value ? 1u : 0u);
                Check(Exchange(out FrameReader _), KsockOperation.Open);
            }
        }
    }

    int IBulkKsock.TrySend(ReadOnlySpan<KbusMessage> messages, Span<Errno> errors)
    {
        if (!CanWrite)
        {
            errors[..messages.Length].Fill(Errno.EBADF);
            return messages.Length;
        }

        var tried = 0;
        lock (_gate)
        {
            while (tried < messages.Length)
            {
                if (IsOverlong(messages[tried]))
                {
                    errors[tried++] = Errno.EMSGSIZE;
                    continue;
                }

                tried += ExchangeMany(messages[tried..], errors[tried..]);
                if (errors[tried - 1] == Errno.EAGAIN)
                {
                    break;
                }
            }
        }

        return tried;
    }

    private static bool IsOverlong(KbusMessage message) => message.Data.Length > BusDevice.AbsoluteMaxMessageSize;

    // As many as go in one frame: how many were tried. Where the host is gone, none of them went.
    private int ExchangeMany(ReadOnlySpan<KbusMessage> messages, Span<Errno> errors)
    {
        var frame = Begin(MemberOperation.SendMany);
        var place = frame.Reserve();
        var count = 0;
        do
        {
            frame.Message(messages[count++]);
        }
        while (count < messages.Length && frame.FrameLength < MemberProtocol.GatherBudget && !IsOverlong(messages[count]));

        frame.Fill(place, (uint)count);
        var error = Exchange(out FrameReader answer);
        var tried = error == Errno.None ? (int)answer.U32() : 0;
        if (tried < 1 || tried > count)
        {
            // A host that tells of more than it was given, or of nothing, cannot be believed about the rest either.
            _commands.Shutdown();
            errors[..messages.Length].Fill(error == Errno.None ? Errno.ENODEV : error);
            return messages.Length;
        }

        for (var i = 0; i < tried; i++)
        {
            errors[i] = (Errno)answer.U32();
        }

        return tried;
    }
}
