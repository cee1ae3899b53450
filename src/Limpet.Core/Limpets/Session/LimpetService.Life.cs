namespace Limpet.Core.Limpets.Session;

/// <content>From its start to its end.</content>
public sealed partial class LimpetService
{
    [ThreadStatic]
    private static LimpetService? t_worksFor;

    // The Limpet's own thread, and those of a server's peers.
    private readonly CountdownEvent _threads = new(1);
    private LimpetOutcome? _end;

    // Gets hold of what it needs, and gives what is to be done then.
    private Func<LimpetOutcome> Begin()
        => _endpoint is null ? RunHandedOn : Role == LimpetRole.Server ? BeginListening(_endpoint) : BeginConnecting(_endpoint);

    private void Live(Func<LimpetOutcome> life)
    {
        t_worksFor = this;
        LimpetOutcome outcome;
        try
        {
            outcome = life();
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            outcome = Stopped;
        }
        catch (Exception e)
        {
            // Whatever it is ends this Limpet, and not the process.
            outcome = LimpetOutcome.Failed(e);
        }

        EndAll(outcome);
        _watch?.Dispose();
        _threads.Signal();
        _threads.Wait();
        Finish(_end!);
    }

    // The first to say why is believed.
    private void EndAll(LimpetOutcome outcome)
    {
        lock (_gate)
        {
            _end ??= outcome;
        }

        _stopping.Cancel();

        // Only now: nobody is admitted any more, and whoever was admitted until now is among them.
        foreach (var peer in Peers)
        {
            peer.Link!.End(outcome);
        }
    }

    private TerminationWatch? WatchForTermination()
        => _options.TerminationMessage is { } name ? new TerminationWatch(name, OpenKsock, Terminate) : null;

    // Links read the message themselves, after what came before it; one that does not in time came after it, or cannot send.
    private void Terminate()
    {
        Task.WaitAll([.. Peers.Select(peer => peer.Completion)], TerminationWatch.Patience);
        EndAll(Terminated);
    }

    // A thread that the end is to wait for.
    private void StartThread(string name, Action work)
    {
        _threads.AddCount();
        try
        {
            new Thread(() =>
            {
                t_worksFor = this;
                try
                {
                    work();
                }
                finally
                {
                    _threads.Signal();
                }
            })
            { IsBackground = true, Name = name }.Start();
        }
        catch
        {
            _threads.Signal();
            throw;
        }
    }
}
