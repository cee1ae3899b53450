using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Jobs;
using Limpet.PowerShell.Logs;

namespace Limpet.PowerShell.Sessions;

/// <summary>
/// What the module holds for one PowerShell session (a runspace): the Ksocks and sockets that were opened to be kept, its private buses, the Limpets and repliers, and
/// the message names that completion offers. It ends with the module or the session, whichever goes first, and closes what is left.
/// </summary>
public sealed class ModuleSession
{
    private static readonly ConditionalWeakTable<Runspace, ModuleSession> s_sessions = [];

    private readonly Lock _gate = new();
    private readonly List<IDisposable> _kept = [];
    private readonly List<LimpetJob> _limpets = [];
    private readonly List<ReplierJob> _repliers = [];
    private readonly bool _ownsBuses;

    private ModuleSession(SessionBuses? buses)
    {
        _ownsBuses = buses is null;
        Buses = buses ?? new SessionBuses();
    }

    /// <summary>What a bus number means in this session.</summary>
    internal SessionBuses Buses { get; }

    /// <summary>The names that were bound or seen in this session.</summary>
    internal KnownNames Names { get; } = new();

    /// <summary>What its Limpets log to.</summary>
    internal SessionLog Log { get; } = new();

    /// <summary>The session that the calling thread works for.</summary>
    internal static ModuleSession Current
        => s_sessions.GetValue(
            Runspace.DefaultRunspace ?? throw new InvalidOperationException("This thread works for no PowerShell session."),
            runspace => Of(runspace, buses: null));

    /// <summary>Stops every Limpet and replier of the calling thread's session and closes every Ksock, socket and private bus of it.</summary>
    public static void EndCurrent()
    {
        if (Runspace.DefaultRunspace is { } runspace && s_sessions.TryGetValue(runspace, out var session))
        {
            // The module may be imported again, into a session that is its own.
            s_sessions.Remove(runspace);
            session.End();
        }
    }

    /// <summary>Makes the session of a runspace that works for this one, where a bus number means what it means here.</summary>
    internal void Extend(Runspace runspace) => s_sessions.Add(runspace, Of(runspace, Buses));

    /// <summary>Every Limpet started in this session and not yet removed, oldest first.</summary>
    internal IReadOnlyList<LimpetJob> Limpets
    {
        get
        {
            lock (_gate)
            {
                return [.. _limpets];
            }
        }
    }

    /// <summary>Closes it when the session ends, unless it is let go before.</summary>
    internal void Keep(IDisposable resource)
    {
        lock (_gate)
        {
            _kept.Add(resource);
        }
    }

    internal void LetGo(IDisposable resource)
    {
        lock (_gate)
        {
            _kept.Remove(resource);
        }
    }

    /// <summary>The Ksocks that were opened to be kept and are open.</summary>
    internal IReadOnlyList<Ksock> Ksocks
    {
        get
        {
            lock (_gate)
            {
                return [.. _kept.OfType<Ksock>().Where(ksock => ksock.IsOpen)];
            }
        }
    }

    internal void Add(LimpetJob limpet)
    {
        lock (_gate)
        {
            _limpets.Add(limpet);
        }

        TerminationGuard.Shared.Watch(this);
    }

    internal void Remove(LimpetJob limpet)
    {
        lock (_gate)
        {
            _limpets.Remove(limpet);
        }

        ForgetIfIdle();
    }

    internal void Add(ReplierJob replier)
    {
        lock (_gate)
        {
            _repliers.Add(replier);
        }

        TerminationGuard.Shared.Watch(this);
    }

    internal void Remove(ReplierJob replier)
    {
        lock (_gate)
        {
            _repliers.Remove(replier);
        }

        ForgetIfIdle();
    }

    /// <summary>Stops every Limpet and replier, and waits until they have ended.</summary>
    internal void StopJobs()
    {
        List<ReplierJob> repliers;
        lock (_gate)
        {
            repliers = [.. _repliers];
        }

        foreach (var replier in repliers)
        {
            replier.StopJob();
        }

        foreach (var limpet in Limpets)
        {
            limpet.StopJob();
        }
    }

    private void ForgetIfIdle()
    {
        lock (_gate)
        {
            if (_limpets.Count + _repliers.Count == 0)
            {
                TerminationGuard.Shared.Forget(this);
            }
        }
    }

    private static ModuleSession Of(Runspace runspace, SessionBuses? buses)
    {
        var session = new ModuleSession(buses);
        runspace.StateChanged += (_, change) => session.EndWith(change.RunspaceStateInfo.State);
        return session;
    }

    private void EndWith(RunspaceState state)
    {
        if (state is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)
        {
            End();
        }
    }

    private void End()
    {
        List<IDisposable> kept;
        lock (_gate)
        {
            kept = [.. _kept];
            _kept.Clear();
        }

        StopJobs();
        TerminationGuard.Shared.Forget(this);
        foreach (var resource in kept)
        {
            resource.Dispose();
        }

        if (_ownsBuses)
        {
            Buses.Dispose();
        }

        Log.TurnOff();
    }
}
