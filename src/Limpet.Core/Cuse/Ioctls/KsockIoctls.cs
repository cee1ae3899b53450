using System.Text;
using Limpet.Core.Bus;
using Limpet.Core.Cuse.Protocol;
using Limpet.Core.Messages;

namespace Limpet.Core.Cuse.Ioctls;

/// <summary>
/// What the ioctls of kbus.md 4 do with one open Ksock, from what was fetched of the caller's memory. It does no I/O and is only to be used under the bus's lock.
/// </summary>
/// <param name="ksock">The Ksock.</param>
internal sealed class KsockIoctls(BusKsock ksock)
{
    private const int WordSize = sizeof(uint);
    private const int IdSize = 2 * sizeof(uint);

    // One for each thread that is in SEND; more than this many at once on one Ksock start over.
    private const int MostFetches = 64;

    private readonly Dictionary<uint, PointyFetch> _fetches = [];

    /// <summary>
    /// A thread does something else than going on with its SEND: what it pointed to could not be fetched (EFAULT), and the message is gone as after
    /// any other error.
    /// </summary>
    public void Abandon(uint thread)
    {
        if (_fetches.Count > 0 && _fetches.Remove(thread, out var fetch) && ksock.Pointers == fetch.Parts)
        {
            ksock.Discard();
        }
    }

    /// <summary>Does the ioctl, or says what is needed for it. NEWDEVICE is not the Ksock's: its number is made by whoever calls this.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="newDevice">The number, for a NEWDEVICE that <see cref="IsReady"/>; null where there are 256 devices.</param>
    public IoctlAnswer Answer(in IoctlCall call, uint? newDevice = null)
    {
        if (call.Ioctl != KsockIoctl.Send || call.StoreSize != IdSize)
        {
            Abandon(call.Thread);
        }

        ksock.Adopt(call.Layout);
        return call.Ioctl switch
        {
            KsockIoctl.Reset => IoctlAnswer.Done(Errno.None),
            KsockIoctl.Discard => IoctlAnswer.Done(ksock.Discard()),
            KsockIoctl.Bind or KsockIoctl.Unbind or KsockIoctl.Replier => Named(call),
            KsockIoctl.Send => Send(call),
            KsockIoctl.MaxMessages => Set(call, KsockOperation.MaxMessages),
            KsockIoctl.MessagesOnlyOnce => Set(call, KsockOperation.MessagesOnlyOnce),
            KsockIoctl.Verbose => Set(call, KsockOperation.Verbose),
            KsockIoctl.ReportReplierBinds => Set(call, KsockOperation.ReportReplierBinds),
            KsockIoctl.MaxMessageSize => Set(call, KsockOperation.MaxMessageSize),
            KsockIoctl.None => IoctlAnswer.Done(Errno.ENOTTY),
            _ when !IsReady(call) => IoctlAnswer.Need(new CallerRange(call.Argument, StoreSize(call.Ioctl))),
            KsockIoctl.KsockId => IoctlAnswer.Number(Errno.None, ksock.Id),
            KsockIoctl.NextMessage => NextMessage(),
            KsockIoctl.LengthLeft => IoctlAnswer.Number(Errno.None, ksock.LengthLeft),
            KsockIoctl.LastSent => IoctlAnswer.Id(Errno.None, ksock.LastSent),
            KsockIoctl.QueuedMessages => IoctlAnswer.Number(Errno.None, ksock.QueuedMessages),
            KsockIoctl.UnansweredRequests => IoctlAnswer.Number(Errno.None, ksock.UnansweredRequests),
            KsockIoctl.NewDevice => IoctlAnswer.Number(newDevice is null ? Errno.EINVAL : Errno.None, newDevice ?? 0),
            _ => IoctlAnswer.Done(Errno.ENOTTY),
        };
    }

    /// <summary>Whether an ioctl that only gives something can be done: the place for it has been asked for.</summary>
    public static bool IsReady(in IoctlCall call) => call.StoreSize == StoreSize(call.Ioctl);

    private static int StoreSize(KsockIoctl ioctl) => ioctl is KsockIoctl.LastSent or KsockIoctl.Send ? IdSize : WordSize;

    private IoctlAnswer NextMessage()
    {
        var error = ksock.NextMessage(out var length);
        return IoctlAnswer.Number(error, length, result: length == 0 ? 0 : 1);
    }

    private IoctlAnswer Set(in IoctlCall call, KsockOperation setting)
    {
        var word = new CallerRange(call.Argument, WordSize);
        if (call.StoreSize != WordSize || call.Fetched.Length != WordSize)
        {
            return IoctlAnswer.Need(word, word);
        }

        var error = ksock.Set(setting, BitConverter.ToUInt32(call.Fetched), out var answer);
        return IoctlAnswer.Number(error, answer);
    }

    private IoctlAnswer Named(in IoctlCall call)
    {
        var asks = call.Ioctl == KsockIoctl.Replier;
        CallerRange? store = asks ? new CallerRange(call.Argument, WordSize) : null;
        var whole = new CallerRange(call.Argument, NameArgument.Size(call.Layout));
        if (!NameArgument.TryParse(call.Fetched, call.Layout, out var argument))
        {
            return IoctlAnswer.Need(store, whole);
        }

        if (argument.Length is 0 or > MessageName.MaxLength)
        {
            // Nobody is bound to what is no name.
            return IoctlAnswer.Done(call.Ioctl == KsockIoctl.Unbind ? Errno.EINVAL : argument.Length == 0 && !asks ? Errno.EBADMSG : Errno.ENAMETOOLONG);
        }

        // Whoever changes the length between two askings is asked for the name of the new length.
        if (argument.Rest.Length != argument.Length)
        {
            return IoctlAnswer.Need(store, whole, argument.Name);
        }

        var name = Encoding.Latin1.GetString(argument.Rest);
        if (asks)
        {
            var error = ksock.FindReplier(name, out var replier);
            return IoctlAnswer.Number(error, replier, result: replier == 0 ? 0 : 1);
        }

        var kind = argument.First == 0 ? BindingKind.Listener : BindingKind.Replier;
        return IoctlAnswer.Done(call.Ioctl == KsockIoctl.Bind ? ksock.Bind(name, kind) : ksock.Unbind(name, kind));
    }

    private IoctlAnswer Send(in IoctlCall call)
    {
        var store = new CallerRange(call.Argument, IdSize);
        var started = _fetches.Remove(call.Thread, out var fetch);
        if (ksock.Pointers is not { } parts)
        {
            return call.StoreSize == IdSize ? IoctlAnswer.Id(ksock.SendWritten(out var id), id) : IoctlAnswer.Need(store);
        }

        // Another thread may have written another message since; then it is this one that is sent.
        if (!started || fetch!.Parts != parts || !fetch.TryAdd(call.Fetched))
        {
            fetch = new PointyFetch(parts);
        }
        else if (fetch.IsComplete)
        {
            return IoctlAnswer.Id(ksock.SendWritten(out var id, fetch.Name, fetch.Data), id);
        }

        if (_fetches.Count >= MostFetches)
        {
            _fetches.Clear();
        }

        _fetches[call.Thread] = fetch;
        return IoctlAnswer.Need(store, fetch.Next);
    }
}
