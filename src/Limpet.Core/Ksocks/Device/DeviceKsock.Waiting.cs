using Limpet.Core.Messages;
using Limpet.Core.Native;

namespace Limpet.Core.Ksocks.Device;

/// <content>Waiting: a thread that waits does so itself, and tasks share one thread a device.</content>
public sealed partial class DeviceKsock : IAsyncWaiter
{
    /// <inheritdoc/>
    public override void Receive(ICollection<KbusMessage> into, int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        for (var taken = 0; ;)
        {
            // Asking first costs no more than a poll does, and where messages come fast it is the poll that is saved.
            while (taken < most && TryReceive() is { } message)
            {
                into.Add(message);
                taken++;
            }

            if (taken > 0)
            {
                return;
            }

            Wait(KsockEvents.Readable, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override KsockEvents Wait(KsockEvents wanted, CancellationToken cancellationToken)
    {
        var signal = WaitSignal.OfThisThread;
        while (true)
        {
            Check(_waiters.Enter(signal), KsockOperation.Poll);
            var error = Errno.None;
            var came = default(short);
            var closed = Errno.None;
            try
            {
                using (cancellationToken.UnsafeRegister(static signal => ((WaitSignal)signal!).Set(), signal))
                {
                    error = _file.Poll(ToPoll(wanted), signal, out came);
                }
            }
            finally
            {
                closed = _waiters.Leave(signal);
            }

            Check(closed, KsockOperation.Poll);
            Check(error, KsockOperation.Poll);
            if (came != 0)
            {
                return ToEvents(came);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    async ValueTask<KsockEvents> IAsyncWaiter.WaitAsync(KsockEvents wanted, CancellationToken cancellationToken)
    {
        var (error, came) = await _tasks.WaitAsync(ToPoll(wanted), cancellationToken).ConfigureAwait(false);
        Check(error, KsockOperation.Poll);
        return ToEvents(came);
    }

    private static short ToPoll(KsockEvents events)
        => (short)(((events & KsockEvents.Readable) != 0 ? Libc.PollIn : 0) | ((events & KsockEvents.Writable) != 0 ? Libc.PollOut : 0));

    private KsockEvents ToEvents(short came)
        => ((came & Libc.PollIn) != 0 ? KsockEvents.Readable : KsockEvents.None)
            | ((came & Libc.PollOut) != 0 && CanWrite ? KsockEvents.Writable : KsockEvents.None);
}
