using System.Management.Automation;
using System.Reflection;

using Limpet.Core.Limpets.Session;
using Limpet.PowerShell.Sessions;

namespace Limpet.PowerShell.Jobs;

/// <summary>
/// A Limpet in the session's job table. Its output are the events that happen to it, its verbose stream tells of each message at verbosity 2; a link that
/// ends by an error leaves it Failed with the reason.
/// </summary>
public sealed partial class LimpetJob : Job2
{
    // A Limpet ends at once; this is for one that cannot, so that nobody waits for it for ever.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    // A protected member of Job2 since PowerShell 3.0, which the reference assembly for all versions leaves out; without it a Failed job has no reason.
    private static readonly Action<Job2, JobState, Exception?> s_setJobState = typeof(Job2)
        .GetMethod(nameof(SetJobState), BindingFlags.Instance | BindingFlags.NonPublic, [typeof(JobState), typeof(Exception)])!
        .CreateDelegate<Action<Job2, JobState, Exception?>>();

    private readonly LimpetService _limpet;
    private readonly EventPump _events;
    private readonly ModuleSession _session;
    private readonly IDisposable? _log;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes the job of a Limpet that was started, and lists it in the session.</summary>
    /// <param name="command">The command line that started it.</param>
    /// <param name="limpet">The Limpet, which is the job's from now on.</param>
    /// <param name="events">What it tells.</param>
    /// <param name="session">The session it belongs to.</param>
    /// <param name="log">What its log is written by, closed once it has ended.</param>
    internal LimpetJob(string command, LimpetService limpet, EventPump events, ModuleSession session, IDisposable? log)
        : base(command)
    {
        Name = $"Limpet{Id}";
        PSJobTypeName = nameof(LimpetJob);
        PSBeginTime = DateTime.Now;
        _limpet = limpet;
        _events = events;
        _session = session;
        _log = log;
        Info = new LimpetInfo(Id, limpet);
        SetJobState(JobState.Running);
        session.Add(this);
        _ = FollowAsync();
    }

    /// <inheritdoc/>
    public override bool HasMoreData => Output.Count + Error.Count + Verbose.Count + Warning.Count > 0;

    /// <summary>The endpoint.</summary>
    public override string Location => Info.Endpoint;

    /// <summary>The Limpet's state in a word.</summary>
    public override string StatusMessage => Info.State.ToString();

    /// <summary>The Limpet as Get-Limpet shows it.</summary>
    internal LimpetInfo Info { get; }

    /// <summary>Whether it has ended, in whatever way.</summary>
    internal bool HasEnded => _ended.Task.IsCompleted;

    /// <summary>Ends the Limpet and waits until it has; one that ended before is left as it is.</summary>
    public override void StopJob() => Stop(CancellationToken.None);

    /// <summary>Ends the Limpet and waits until it has.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before; the Limpet ends all the same.</exception>
    internal void Stop(CancellationToken cancellationToken)
    {
        if (!HasEnded)
        {
            _ = Task.Run(_limpet.Stop, CancellationToken.None);
            _ended.Task.Wait(s_patience, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            StopJob();
            _session.Remove(this);
            _limpet.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task FollowAsync()
    {
        var telling = _events.TellAsync(this);
        var outcome = await _limpet.Completion;
        _events.Complete();
        await telling;
        _log?.Dispose();
        PSEndTime = DateTime.Now;
        var (state, reason) = outcome switch
        {
            { IsClean: false } => (JobState.Failed, outcome.Error),
            { End: LimpetEnd.Stopped } => (JobState.Stopped, null),
            _ => (JobState.Completed, null),
        };
        s_setJobState(this, state, reason);
        _ended.SetResult();
    }
}
