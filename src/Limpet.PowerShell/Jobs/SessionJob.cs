using System.ComponentModel;
using System.Management.Automation;
using System.Reflection;

namespace Limpet.PowerShell.Jobs;

/// <summary>What the engine may ask of a job, as far as it fits one that runs when it is made and can only be stopped.</summary>
public abstract class SessionJob : Job2
{
    // A protected member of Job2 since PowerShell 3.0, which the reference assembly for all versions leaves out; without it a Failed job has no reason.
    private static readonly Action<Job2, JobState, Exception?> s_setJobState = typeof(Job2)
        .GetMethod(nameof(SetJobState), BindingFlags.Instance | BindingFlags.NonPublic, [typeof(JobState), typeof(Exception)])!
        .CreateDelegate<Action<Job2, JobState, Exception?>>();

    private protected SessionJob(string command)
        : base(command)
    {
    }

    /// <inheritdoc/>
    public override bool HasMoreData
        => Output.Count + Error.Count + Warning.Count + Verbose.Count + Debug.Count + Information.Count + Progress.Count > 0;

    /// <summary>What the job runs, in two words at the beginning of a sentence.</summary>
    private protected abstract string What { get; }

    /// <inheritdoc/>
    public override void StopJob(bool force, string reason) => StopJob();

    /// <inheritdoc/>
    public override void StopJobAsync()
        => _ = Task.Run(() =>
        {
            StopJob();
            OnStopJobCompleted(new AsyncCompletedEventArgs(error: null, cancelled: false, userState: null));
        });

    /// <inheritdoc/>
    public override void StopJobAsync(bool force, string reason) => StopJobAsync();

    /// <inheritdoc/>
    public override void StartJob() => throw OnlyOnce();

    /// <inheritdoc/>
    public override void StartJobAsync() => throw OnlyOnce();

    /// <inheritdoc/>
    public override void SuspendJob() => throw NoSuspending();

    /// <inheritdoc/>
    public override void SuspendJob(bool force, string reason) => throw NoSuspending();

    /// <inheritdoc/>
    public override void SuspendJobAsync() => throw NoSuspending();

    /// <inheritdoc/>
    public override void SuspendJobAsync(bool force, string reason) => throw NoSuspending();

    /// <inheritdoc/>
    public override void ResumeJob() => throw NoSuspending();

    /// <inheritdoc/>
    public override void ResumeJobAsync() => throw NoSuspending();

    /// <inheritdoc/>
    public override void UnblockJob() => throw NoSuspending();

    /// <inheritdoc/>
    public override void UnblockJobAsync() => throw NoSuspending();

    /// <summary>Goes on to a state, and says why where that is Failed.</summary>
    private protected void Become(JobState state, Exception? reason = null) => s_setJobState(this, state, reason);

    private PSNotSupportedException OnlyOnce() => new($"{What} starts with its job and once only.");

    private PSNotSupportedException NoSuspending() => new($"{What} cannot be suspended or resumed; stop it, and start another.");
}
