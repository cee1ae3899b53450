using System.Management.Automation;

using Limpet.Core.Limpets.Events;

namespace Limpet.PowerShell.Jobs;

/// <summary>The child jobs of a Limpet that listens, one a peer. Used by the one task that tells its events.</summary>
internal sealed class PeerJobs
{
    // Peers may come and go for months; those that went last are kept, with what happened to them.
    private const int MostEnded = 64;

    private readonly LimpetJob _parent;
    private readonly IList<Job> _children;
    private readonly Dictionary<int, PeerJob> _running = [];
    private readonly Queue<PeerJob> _ended = [];

    public PeerJobs(LimpetJob parent)
    {
        _parent = parent;
        _children = CopyOnWriteList<Job>.InPlaceOfChildJobs(parent);
    }

    /// <summary>Makes the job of a link that has come about.</summary>
    public void Begin(ConnectedEvent connected)
    {
        var job = new PeerJob(_parent, connected);
        _running.Add(connected.Link, job);
        _children.Add(job);
    }

    /// <summary>Ends the job of a link that has ended.</summary>
    public void End(DisconnectedEvent ended)
    {
        if (!_running.Remove(ended.Link, out var job))
        {
            return;
        }

        job.End(ended.Outcome);
        _ended.Enqueue(job);
        if (_ended.Count > MostEnded)
        {
            var oldest = _ended.Dequeue();
            _children.Remove(oldest);
            oldest.Dispose();
        }
    }
}
