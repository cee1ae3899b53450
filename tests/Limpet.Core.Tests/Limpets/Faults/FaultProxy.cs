using System.Net.Sockets;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Faults;

/// <summary>Stands between a Limpet that connects and one that listens, and does to their connections what networks do.</summary>
internal sealed class FaultProxy : IDisposable
{
    private readonly EndpointListener _listener;
    private readonly Endpoint _target;
    private readonly Func<int, FaultPlan> _plan;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<FaultLine> _lines = [];
    private readonly Thread _thread;
    private bool _down;

    /// <param name="endpoint">Where it listens.</param>
    /// <param name="target">Where it connects to for each who comes.</param>
    /// <param name="plan">What becomes of each connection, which are counted from 0; nothing where null.</param>
    public FaultProxy(Endpoint endpoint, Endpoint target, Func<int, FaultPlan>? plan = null)
    {
        _listener = endpoint.Listen();
        _target = target;
        _plan = plan ?? (static _ => FaultPlan.None);
        _thread = new Thread(Accept) { IsBackground = true, Name = "fault proxy" };
        _thread.Start();
    }

    public Endpoint Endpoint => _listener.Endpoint;

    /// <summary>How many connections there have been.</summary>
    public int Connections
    {
        get
        {
            lock (_lines)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>The connection that came last.</summary>
    public FaultLine Last
    {
        get
        {
            lock (_lines)
            {
                return _lines[^1];
            }
        }
    }

    /// <summary>Ends every connection, and each that comes, until <see cref="Restore"/>.</summary>
    /// <param name="reset">Whether the ends are told of a reset rather than of the end of the stream.</param>
    public void TakeDown(bool reset)
    {
        lock (_lines)
        {
            _down = true;
        }

        CutAll(reset);
    }

    public void Restore()
    {
        lock (_lines)
        {
            _down = false;
        }
    }

    /// <summary>Ends the connections that there are; those that come next are taken.</summary>
    public void CutAll(bool reset)
    {
        FaultLine[] lines;
        lock (_lines)
        {
            lines = [.. _lines];
        }

        foreach (var line in lines)
        {
            if (reset)
            {
                line.Reset();
            }
            else
            {
                line.Cut();
            }
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _thread.Join();
        _lines.ForEach(line => line.Dispose());
        _stopping.Dispose();
    }

    private void Accept()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = _listener.Accept(_stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            lock (_lines)
            {
                if (!_down && Reach() is { } server)
                {
                    _lines.Add(new FaultLine(client, server, _plan(_lines.Count)));
                    continue;
                }
            }

            client.Dispose();
        }
    }

    private Socket? Reach()
    {
        try
        {
            return _target.Connect(Junction.Patience, _stopping.Token);
        }
        catch (Exception e) when (e is GiveUpException or OperationCanceledException)
        {
            return null;
        }
    }
}
