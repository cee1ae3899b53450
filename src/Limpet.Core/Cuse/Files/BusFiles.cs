using Limpet.Core.Ksocks.Device;
using Limpet.Core.Messages;
using Limpet.Core.Native;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Cuse.Files;

/// <summary>
/// <c>/run/kbus/bindings</c> and <c>/run/kbus/stats</c>: what the kernel module shows of its devices under <c>/proc/kbus</c> (kbus.md 7), of embedded buses that
/// are devices. One process of a machine shows them at a time, the one that has the lock <c>/run/kbus.lock</c>; the next takes over when it ends, however it ends.
/// </summary>
/// <param name="look">How the buses to be shown stand at the moment of asking; called on a thread of this.</param>
/// <param name="directory">Where they are; <see cref="DefaultDirectory"/> unless told otherwise.</param>
internal sealed class BusFiles(Func<BusesSeen> look, string directory = BusFiles.DefaultDirectory) : IDisposable
{
    /// <summary>Where they are.</summary>
    public const string DefaultDirectory = ProcKbus.ServedDirectory;

    private readonly Lock _gate = new();
    private SafeFileHandle? _lock;
    private FileMount? _mount;
    private Turn? _turn;
    private string? _problem;

    /// <summary>Whether the files are there, by this process or another, and why not.</summary>
    public BusFilesStatus Status
    {
        get
        {
            lock (_gate)
            {
                return new BusFilesStatus(directory, ShownHere: _mount is not null, ShownElsewhere: _turn is not null, _problem);
            }
        }
    }

    /// <summary>Shows them from now on, or from when the process that shows them ends. Where that cannot be, <see cref="Status"/> says why.</summary>
    public void Show()
    {
        lock (_gate)
        {
            if (_lock is not null)
            {
                return;
            }

            _problem = null;
            try
            {
                _lock = Libc.OpenLockFile($"{directory}.lock");
            }
            catch (IOException e)
            {
                _problem = e.Message.TrimEnd('.');
                return;
            }

            if (Libc.TryLock(_lock))
            {
                Mount();
            }
            else
            {
                _turn = new Turn(_lock, TakeOver);
            }
        }
    }

    /// <summary>Shows them no more; another process that waits for that shows them at once.</summary>
    public void Hide()
    {
        Turn? turn;
        lock (_gate)
        {
            (turn, _turn) = (_turn, null);
        }

        // With the lock left, which it may be about to want.
        turn?.Dispose();
        lock (_gate)
        {
            _mount?.Dispose();
            _mount = null;
            _lock?.Dispose();
            _lock = null;
            _problem = null;
        }
    }

    /// <summary>Shows them no more.</summary>
    public void Dispose() => Hide();

    private void TakeOver(Turn turn)
    {
        lock (_gate)
        {
            if (ReferenceEquals(turn, _turn))
            {
                _turn = null;
                Mount();
            }
        }
    }

    private void Mount()
    {
        ServedFile[] files = [new("bindings", () => BusText.Bindings(look())), new("stats", () => BusText.Stats(look()))];
        _mount = FileMount.TryMake(directory, files, out _problem);
        if (_mount is null)
        {
            // Another process may have what this one lacks.
            _lock?.Dispose();
            _lock = null;
        }
    }

    /// <summary>The thread that waits for the lock.</summary>
    private sealed class Turn : IDisposable
    {
        private readonly SafeFileHandle _lock;
        private readonly Action<Turn> _come;
        private readonly ThreadInterrupt _interrupt = new();
        private readonly Thread _thread;
        private volatile bool _ending;

        public Turn(SafeFileHandle lockFile, Action<Turn> come)
        {
            _lock = lockFile;
            _come = come;
            _thread = new Thread(Wait) { IsBackground = true, Name = "kbus files" };
            _thread.Start();
        }

        public void Dispose()
        {
            _ending = true;
            _interrupt.UntilEnded(_thread);
        }

        private void Wait()
        {
            _interrupt.Begin();
            var error = Errno.EINTR;
            while (!_ending && error == Errno.EINTR)
            {
                error = MountCalls.WaitForLock(_lock);
            }

            _interrupt.End();
            if (error == Errno.None)
            {
                _come(this);
            }
        }
    }
}
