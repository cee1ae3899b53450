using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Bus.Hosting.Members;

/// <summary>Carries out what members ask that needs no waiting, under the bus's lock, and writes the answers.</summary>
internal static class MemberCommands
{
    public static KsockEvents Poll(BusKsock ksock)
    {
        var (readable, writable) = ksock.Poll();
        return (readable ? KsockEvents.Readable : KsockEvents.None) | (writable ? KsockEvents.Writable : KsockEvents.None);
    }

    /// <summary>NEWDEVICE, which is the one thing asked that is not the bus's own, and so not for its lock.</summary>
    public static void NewDevice(ref FrameReader frame, BusHost host, FrameWriter answer)
    {
        frame.End();
        uint? number = null;
        var error = Errno.EINVAL;
        try
        {
            number = host.NewDevice();
        }
        catch (KbusException e)
        {
            error = e.Errno;
        }

        answer.BeginAnswer(number is null ? error : Errno.None);
        answer.U32(number ?? 0);
        answer.End();
    }

    public static void Answer(ref FrameReader frame, BusKsock ksock, MessageNameCache names, FrameWriter answer)
    {
        switch (frame.Operation)
        {
            case MemberOperation.Bind:
                answer.BeginAnswer(ksock.Bind(frame.Text(), frame.Kind()));
                break;
            case MemberOperation.Unbind:
                answer.BeginAnswer(ksock.Unbind(frame.Text(), frame.Kind()));
                break;
            case MemberOperation.FindReplier:
                answer.BeginAnswer(ksock.FindReplier(frame.Text(), out var replier));
                answer.U32(replier);
                break;
            case MemberOperation.Send:
                answer.BeginAnswer(ksock.Send(frame.Message(names), out var id));
                answer.Id(id);
                break;
            case MemberOperation.SendMany:
                SendMany(ref frame, ksock, names, answer);
                break;
            case MemberOperation.HearsItself:
                ksock.HearsItself = frame.U32() != 0;
                answer.BeginAnswer(Errno.None);
                break;
            case MemberOperation.TryReceive:
                answer.BeginAnswer(Errno.None);
                if (ksock.Receive() is { } message)
                {
                    answer.U32(1);
                    answer.Message(message);
                }
                else
                {
                    answer.U32(0);
                }

                break;
            case MemberOperation.Poll:
                answer.BeginAnswer(Errno.None);
                answer.U32((uint)Poll(ksock));
                break;
            case MemberOperation.Write:
                answer.BeginAnswer(ksock.Write(frame.Bytes()));
                break;
            case MemberOperation.SendWritten:
                SendWritten(ref frame, ksock, answer);
                break;
            case MemberOperation.Discard:
                answer.BeginAnswer(ksock.Discard());
                break;
            case MemberOperation.GiveUp:
                answer.BeginAnswer(ksock.GiveUp(frame.Id()));
                break;
            case MemberOperation.NextMessage:
                answer.BeginAnswer(ksock.NextMessage(out var length));
                answer.U32(length);
                break;
            case MemberOperation.Read:
                var piece = new byte[Math.Min(frame.U32(), ksock.LengthLeft)];
                answer.BeginAnswer(ksock.Read(piece, out var read));
                answer.Bytes(piece.AsSpan(0, read));
                break;
            case MemberOperation.Query:
                answer.BeginAnswer(Errno.None);
                answer.U64(ksock.Answer(frame.Query()));
                break;
            case MemberOperation.Set:
                answer.BeginAnswer(ksock.Set((KsockOperation)frame.U32(), frame.U32(), out var now));
                answer.U32(now);
                break;
            case MemberOperation.Close:
                ksock.Close();
                answer.BeginAnswer(Errno.None);
                break;
            default:
                throw new FormatException($"There is no operation {(byte)frame.Operation}.");
        }

        frame.End();
        answer.End();
    }

    private static void SendMany(ref FrameReader frame, BusKsock ksock, MessageNameCache names, FrameWriter answer)
    {
        answer.BeginAnswer(Errno.None);
        var place = answer.Reserve();
        var error = Errno.None;
        var tried = 0u;
        for (var count = frame.U32(); tried < count && error != Errno.EAGAIN; tried++)
        {
            error = ksock.Send(frame.Message(names), out _);
            answer.U32((uint)error);
        }

        answer.Fill(place, tried);
        if (error == Errno.EAGAIN)
        {
            // The member keeps those behind the one that waits.
            frame.Skip();
        }
    }

    // The name and data of a pointy message stand in the member's memory, so it is asked for them and asks again with them.
    private static void SendWritten(ref FrameReader frame, BusKsock ksock, FrameWriter answer)
    {
        var fetched = frame.U32() != 0;
        ReadOnlySpan<byte> name = fetched ? frame.Bytes() : default;
        var data = fetched ? frame.Bytes().ToArray() : [];
        if (!fetched && ksock is { IsSending: false, Pointers: { } parts })
        {
            answer.BeginAnswer(Errno.None);
            answer.U32(1);
            answer.U64(parts.NameAddress);
            answer.U32((uint)parts.NameLength);
            answer.U64(parts.DataAddress);
            answer.U32((uint)parts.DataLength);
            return;
        }

        answer.BeginAnswer(ksock.SendWritten(out var id, name, data));
        answer.U32(0);
        answer.Id(id);
    }
}
