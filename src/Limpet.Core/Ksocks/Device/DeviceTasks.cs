using Limpet.Core.Messages;
using Limpet.Core.Native;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Ksocks.Device;

/// <summary>The tasks that wait on one Ksock, by the one thread that waits for all of its device. No thread of theirs waits.</summary>
/// <param name="handle">The open device.</param>
/// <param name="device">Its number.</param>
internal sealed class DeviceTasks(SafeFileHandle handle, int device)
{
    private readonly Lock _gate = new();
    private readonly List<Waiting> _waiting = [];
    private ulong _id;
    private bool _closed;

    /// <summary>Waits until at least one of these is there: what came of the wanted, or why nothing ever will.</summary>
    /// <param name="wanted">Of <see cref="Libc.PollIn"/> and <see cref="Libc.PollOut"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<(Errno Error, short Came)> WaitAsync(short wanted, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new Waiting(wanted);
        lock (_gate)
        {
            if (_closed)
            {
                return (Errno.EBADF, 0);
            }

            _waiting.Add(waiting);
            if (Arm() is not Errno.None and var error)
            {
                _waiting.Remove(waiting);
                return (error, 0);
            }
        }

        using (cancellationToken.UnsafeRegister(static (state, token) => ((Action<CancellationToken>)state!)(token), (Action<CancellationToken>)(token => Cancel(waiting, token))))
        {
            return await waiting.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Something came; called by the thread that waits.</summary>
    public void Came(short came)
    {
        const short Failed = ~(Libc.PollIn | Libc.PollOut);
        lock (_gate)
        {
            var error = (came & Failed) != 0 ? Errno.ENODEV : Errno.None;
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                var waiting = _waiting[i];
                if (error != Errno.None || (came & waiting.Wanted) != 0)
                {
                    _waiting.RemoveAt(i);
                    waiting.End(error, (short)(came & waiting.Wanted));
                }
            }

            if (_waiting.Count == 0)
            {
                DevicePoller.Of(device).Rest(_id);
            }
            else if (Arm() is not Errno.None and var failed)
            {
                EndAll(failed);
            }
        }
    }

    /// <summary>Ends them all with EBADF, now and for ever. To be called before the file is closed.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            if (_id != 0)
            {
                DevicePoller.Of(device).Forget(handle, _id);
            }

            EndAll(Errno.EBADF);
        }
    }

    private Errno Arm()
    {
        short wanted = 0;
        foreach (var waiting in _waiting)
        {
            wanted |= waiting.Wanted;
        }

        return DeviceErrors.Translate(DevicePoller.Of(device).Watch(handle, wanted, this, ref _id));
    }

    private void Cancel(Waiting waiting, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(waiting))
            {
                return;
            }

            if (_waiting.Count == 0)
            {
                // Each look at what is watched is a poll, which tries a waiting send again; who has cancelled is about to give it up.
                DevicePoller.Of(device).Forget(handle, _id);
                _id = 0;
            }

            waiting.Cancel(cancellationToken);
        }
    }

    private void EndAll(Errno error)
    {
        _waiting.ForEach(waiting => waiting.End(error, 0));
        _waiting.Clear();
    }

    private sealed class Waiting(short wanted)
    {
        private readonly TaskCompletionSource<(Errno Error, short Came)> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public short Wanted => wanted;

        public Task<(Errno Error, short Came)> Task => _ended.Task;

        public void End(Errno error, short came) => _ended.SetResult((error, came));

        public void Cancel(CancellationToken cancellationToken) => _ended.SetCanceled(cancellationToken);
    }
}
