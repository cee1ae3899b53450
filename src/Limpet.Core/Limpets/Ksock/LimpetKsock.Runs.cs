using System.Runtime.InteropServices;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Ksock;

/// <content>Announcements that follow one another go to KBUS many at a time, where it takes them so.</content>
public sealed partial class LimpetKsock
{
    // The bus is nobody else's meanwhile.
    private const int RunMost = 64;

    private readonly List<KbusMessage> _run = new(RunMost);
    private readonly Errno[] _runErrors = new Errno[RunMost];

    // What the bus does with one of these changes nothing for the next.
    private static bool IsAnnouncement(KbusMessage message) => !message.IsRequest && !message.IsReply && message.Name != MessageName.ReplierBindEvent;

    private static bool IsAnnouncement(in LimpetAction action) => action.Kind == LimpetActionKind.SendToKbus && IsAnnouncement(action.Message!);

    // Takes those that follow that action, if there are any; the lock is held, and nothing waits.
    private bool TryTakeRun(in LimpetAction first)
    {
        if (_bulk is null || !IsAnnouncement(first) || !_toKbus.TryPeek(out var next) || !IsAnnouncement(next))
        {
            return false;
        }

        _run.Clear();
        _run.Add(first.Message!);
        do
        {
            _toKbus.Dequeue();
            _bytesBehind -= next.Message!.Data.Length;
            _run.Add(next.Message);
        }
        while (_run.Count < RunMost && _toKbus.TryPeek(out next) && IsAnnouncement(next));

        return true;
    }

    // Sends what was taken, with no lock held.
    private void DoRun()
    {
        var run = CollectionsMarshal.AsSpan(_run);
        int tried;
        try
        {
            tried = _bulk!.TrySend(run, _runErrors);
            ThrowIfGone(_runErrors[tried - 1], run[tried - 1]);
        }
        catch
        {
            StopWorking();
            throw;
        }

        List<LimpetEvent>? events = null;
        lock (_gate)
        {
            _working = false;
            var each = _teller.EachMessage;
            for (var i = 0; i < tried; i++)
            {
                if (_runErrors[i] == Errno.EAGAIN)
                {
                    WaitWith(run[i], run[tried..]);
                }
                else if (each || _runErrors[i] != Errno.None)
                {
                    (events ??= []).AddRange(Settle(LimpetAction.SendToKbus(run[i]), _runErrors[i]) ?? []);
                }
            }
        }

        Tell(events);
    }

    private void ThrowIfGone(Errno errno, KbusMessage message)
    {
        if (errno is Errno.ENODEV or Errno.EBADF)
        {
            throw new KbusException(errno, KsockOperation.Send, Device, message.Name.Value);
        }
    }
}
