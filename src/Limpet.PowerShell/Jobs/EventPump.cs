using System.Management.Automation;
using System.Threading.Channels;

using Limpet.Core.Limpets.Events;

namespace Limpet.PowerShell.Jobs;

/// <summary>
/// Carries what a Limpet tells from the threads that move its messages to the streams of its job, so that nobody who receives the job holds a message
/// up. Neither the way there nor the streams grow without bound: the oldest go first.
/// </summary>
internal sealed class EventPump
{
    /// <summary>How many events are kept, on the way and in each stream.</summary>
    public const int Most = JobStream.Most;

    private readonly Channel<LimpetEvent> _events;
    private readonly int _verbosity;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<RetryingEvent> _retrying = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lost;

    /// <param name="verbosity">From 0, which tells nothing, to 2, which tells of each message.</param>
    public EventPump(int verbosity)
    {
        _verbosity = verbosity;
        _events = Channel.CreateBounded<LimpetEvent>(
            new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _lost));
    }

    /// <summary>Ends once the Limpet is connected, if it ever is.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Ends once the Limpet waits to connect again, if it ever does.</summary>
    public Task<RetryingEvent> Retrying => _retrying.Task;

    /// <summary>Takes an event, at once.</summary>
    public void Take(LimpetEvent happened)
    {
        if (happened.Verbosity <= _verbosity)
        {
            _events.Writer.TryWrite(happened);
        }

        if (happened is ConnectedEvent)
        {
            _connected.TrySetResult();
        }
        else if (happened is RetryingEvent retrying)
        {
            _retrying.TrySetResult(retrying);
        }
    }

    /// <summary>Says that nothing more will come.</summary>
    public void Complete() => _events.Writer.TryComplete();

    /// <summary>Writes events to the job's streams until there are no more.</summary>
    /// <param name="job">The job, which is told of events that were left out.</param>
    /// <param name="tell">Writes an event where it belongs.</param>
    public async Task TellAsync(Job job, Action<LimpetEvent> tell)
    {
        await foreach (var happened in _events.Reader.ReadAllAsync())
        {
            var lost = Interlocked.Exchange(ref _lost, 0);
            if (lost > 0)
            {
                JobStream.Add(job.Warning, new WarningRecord($"{lost} events came faster than they could be told, and were left out."));
            }

            tell(happened);
        }
    }

    /// <summary>Writes an event to the streams of a job: what comes with each message to the verbose one, the rest to the output.</summary>
    public static void Write(Job job, LimpetEvent happened)
    {
        if (happened.Verbosity >= 2)
        {
            JobStream.Add(job.Verbose, new VerboseRecord(happened.Text));
        }
        else
        {
            JobStream.Add(job.Output, PSObject.AsPSObject(happened));
        }
    }
}
