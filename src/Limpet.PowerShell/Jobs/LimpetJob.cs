using System.Management.Automation;

using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.PowerShell.Logs;
using Limpet.PowerShell.Sessions;

namespace Limpet.PowerShell.Jobs;

/// <summary>
/// A Limpet in the session's job table. Its output are the events that happen to it, its verbose stream tells of each message at verbosity 2; what ends it by
/// an error leaves it Failed with the reason. One that listens has a child job for each peer; what happens to any of them is told here, in its order, with the
/// number of the link.
/// </summary>
public sealed class LimpetJob : SessionJob
{
    // A Limpet ends at once; this is for one that cannot, so that nobody waits for it for ever.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly EventPump _events;
    private readonly ModuleSession _session;
    private readonly IReadOnlyList<IDisposable> _owned;
    private readonly PeerJobs? _peers;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes the job of a Limpet that was started, and lists it in the session.</summary>
    /// <param name="command">The command line that started it.</param>
    /// <param name="limpet">The Limpet, which is the job's from now on.</param>
    /// <param name="events">What it tells.</param>
    /// <param name="session">The session it belongs to.</param>
    /// <param name="owned">What it needs, its log say, disposed of once it has ended.</param>
    internal LimpetJob(string command, LimpetService limpet, EventPump events, ModuleSession session, IReadOnlyList<IDisposable> owned)
        : base(command)
    {
        Name = $"Limpet{Id}";
        PSJobTypeName = nameof(LimpetJob);
        PSBeginTime = DateTime.Now;
        Limpet = limpet;
        _events = events;
        _session = session;
        _owned = owned;
        _peers = limpet.Role == LimpetRole.Server ? new PeerJobs(this) : null;
        Info = new LimpetInfo(Id, limpet);
        SetJobState(JobState.Running);
        session.Add(this);
        _ = FollowAsync();
    }

    /// <summary>The endpoint.</summary>
    public override string Location => Info.Endpoint;

    /// <summary>The Limpet's state in a word.</summary>
    public override string StatusMessage => Info.State.ToString();

    /// <summary>The Limpet as Get-Limpet shows it.</summary>
    internal LimpetInfo Info { get; }

    /// <summary>The file that it alone logs to; null where it logs with the session or to nowhere.</summary>
    internal string? LogPath => _owned.OfType<JsonLog>().FirstOrDefault()?.Path;

    /// <summary>The Limpet.</summary>
    internal LimpetService Limpet { get; }

    /// <summary>Whether it has ended, in whatever way.</summary>
    internal bool HasEnded => _ended.Task.IsCompleted;

    private protected override string What => "A Limpet";

    /// <summary>Ends the Limpet and waits until it has; one that ended before is left as it is.</summary>
    public override void StopJob() => Stop(CancellationToken.None);

    /// <summary>Ends the Limpet and waits until it has.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before; the Limpet ends all the same.</exception>
    internal void Stop(CancellationToken cancellationToken)
    {
        if (!HasEnded)
        {
            _ = Task.Run(Limpet.Stop, CancellationToken.None);
            _ended.Task.Wait(s_patience, cancellationToken);
        }
    }

    /// <summary>The state and the reason that a job has once what it ran has ended so.</summary>
    internal static (JobState State, Exception? Reason) StateAfter(LimpetOutcome outcome) => outcome switch
    {
        { IsClean: false } => (JobState.Failed, outcome.Error),
        { End: LimpetEnd.Stopped } => (JobState.Stopped, null),
        _ => (JobState.Completed, null),
    };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            StopJob();
            _session.Remove(this);
            Limpet.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Tell(LimpetEvent happened)
    {
        switch (happened)
        {
            case ConnectedEvent connected:
                _peers?.Begin(connected);
                break;
            case DisconnectedEvent ended:
                _peers?.End(ended);
                break;
        }

        EventPump.Write(this, happened);
    }

    private async Task FollowAsync()
    {
        var telling = _events.TellAsync(this, Tell);
        var outcome = await Limpet.Completion;
        _events.Complete();
        await telling;
        foreach (var resource in _owned)
        {
            resource.Dispose();
        }

        PSEndTime = DateTime.Now;
        var (state, reason) = StateAfter(outcome);
        Become(state, reason);
        _ended.SetResult();
    }
}
