using System.Runtime.InteropServices;

namespace Limpet.PowerShell.Sessions;

/// <summary>
/// Has Limpets and repliers end cleanly when the process is sent SIGTERM, which else ends it in the middle of whatever it does. The process ends by the signal all the same, once they have ended:
/// that is not ours to keep it from.
/// </summary>
internal sealed class TerminationGuard
{
    private readonly Lock _gate = new();
    private readonly List<ModuleSession> _sessions = [];
    private PosixSignalRegistration? _registration;

    private TerminationGuard()
    {
    }

    /// <summary>The one of the process.</summary>
    public static TerminationGuard Shared { get; } = new();

    /// <summary>A session runs something from now on; the first has the signal heard.</summary>
    public void Watch(ModuleSession session)
    {
        lock (_gate)
        {
            if (!_sessions.Contains(session))
            {
                _sessions.Add(session);
                _registration ??= PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => EndAll());
            }
        }
    }

    /// <summary>A session runs nothing any more; the last has the signal be what it was.</summary>
    public void Forget(ModuleSession session)
    {
        PosixSignalRegistration? unused = null;
        lock (_gate)
        {
            if (_sessions.Remove(session) && _sessions.Count == 0)
            {
                (unused, _registration) = (_registration, null);
            }
        }

        unused?.Dispose();
    }

    private void EndAll()
    {
        ModuleSession[] sessions;
        lock (_gate)
        {
            sessions = [.. _sessions];
        }

        // Each has its own patience; together they take no longer than one.
        Parallel.ForEach(sessions, session => session.StopJobs());
    }
}
