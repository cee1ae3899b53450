using System.ComponentModel;
using System.Management.Automation;

namespace Limpet.PowerShell.Jobs;

/// <content>What the engine may ask of a job, as far as it fits a Limpet: it runs when it is made, and can be stopped.</content>
public sealed partial class LimpetJob
{
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

    private static PSNotSupportedException OnlyOnce() => new("A Limpet starts with its job and once only; start another with Start-Limpet.");

    private static PSNotSupportedException NoSuspending() => new("A Limpet cannot be suspended or resumed; stop it, and start another with Start-Limpet.");
}
