using System.Management.Automation;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Messages;
using Limpet.PowerShell.Repliers;
using Limpet.PowerShell.Sessions;

namespace Limpet.PowerShell.Jobs;

/// <summary>
/// A replier in the session's job table: its script answers the Requests. What the script writes to its other streams, and the errors it ends by, are on
/// the job's; one whose bus goes away, or that cannot begin, is Failed with the reason.
/// </summary>
public sealed partial class ReplierJob : SessionJob
{
    // For a script that cannot be stopped, such as one that is deep in a call of .NET: nobody waits for it for ever.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly Ksock _ksock;
    private readonly ReplierScript _script;
    private readonly ModuleSession _session;
    private readonly int _mostWorkers;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<ScriptWorker> _workers = [];
    private Exception? _reason;
    private long _answered;
    private long _failed;

    /// <summary>Makes the job of a Ksock that is bound, and begins to answer.</summary>
    /// <param name="command">The command line that registered it.</param>
    /// <param name="ksock">The Ksock, which is the job's from now on.</param>
    /// <param name="script">What answers.</param>
    /// <param name="mostWorkers">How many Requests may be worked on at once, 1 or more.</param>
    /// <param name="session">The session it belongs to.</param>
    internal ReplierJob(string command, Ksock ksock, ReplierScript script, int mostWorkers, ModuleSession session)
        : base(command)
    {
        Name = $"Replier{Id}";
        PSJobTypeName = nameof(ReplierJob);
        PSBeginTime = DateTime.Now;
        _ksock = ksock;
        _script = script;
        _mostWorkers = mostWorkers;
        _session = session;
        ReplierFor = ksock.ReplierFor;
        Become(JobState.Running);
        session.Add(this);
        lock (_gate)
        {
            StartWorker();
        }
    }

    /// <summary>The number of the bus, 0 to 255.</summary>
    public int Kbus => _ksock.Kbus!.Value;

    /// <summary>The names it answers.</summary>
    public IReadOnlyList<string> ReplierFor { get; }

    /// <summary>Requests that were answered by what the script put out.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Requests that were answered by an error, since the script failed.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>The bus and the names.</summary>
    public override string Location => $"bus {Kbus}: {string.Join(", ", ReplierFor)}";

    /// <summary>How many Requests were answered, and how many failed.</summary>
    public override string StatusMessage => $"{Answered} answered, {Failed} failed";

    private protected override string What => "A replier";

    /// <summary>Unbinds the names, stops the script, and waits until it has ended. Requests that are not answered by then KBUS answers.</summary>
    public override void StopJob()
    {
        if (!_ended.Task.IsCompleted)
        {
            End(reason: null);
            _ended.Task.Wait(s_patience);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            StopJob();
            _session.Remove(this);
            _ksock.Dispose();
        }

        base.Dispose(disposing);
    }

    // Whoever asked hears at once, however long the script takes to stop.
    private void End(Exception? reason)
    {
        List<ScriptWorker> workers;
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            _reason = reason;
            _stopping.Cancel();
            workers = [.. _workers];
        }

        _ksock.Dispose();
        workers.ForEach(worker => worker.Stop());
    }

    // With the last worker gone nothing is written to the streams any more.
    private void Finish()
    {
        if (Unanswered.Describe(_ksock.Unanswered) is { } left)
        {
            JobStream.Add(Warning, new WarningRecord(left));
        }

        if (_reason is not null && ErrorRecords.TryDescribe(_reason, Location, out var record))
        {
            JobStream.Add(Error, record);
        }

        PSEndTime = DateTime.Now;
        Become(_reason is null ? JobState.Stopped : JobState.Failed, _reason);
        _ended.SetResult();
    }

    private static bool IsBusGone(Exception failure) => failure is KbusException { Errno: Errno.ENODEV or Errno.EBADF };
}
