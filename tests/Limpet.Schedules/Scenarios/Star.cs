using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using Limpet.Schedules.Running;

namespace Limpet.Schedules.Scenarios;

/// <summary>Some buses, of which the first has a Limpet that listens, and each other one a Limpet that connects to it.</summary>
internal sealed class Star
{
    private const string Death = "$.Die";

    private readonly EmbeddedBuses _hosts;
    private readonly EmbeddedBuses _members;
    private readonly Endpoint _endpoint;
    private readonly LimpetService[] _services;
    private readonly bool _dies;

    /// <summary>Makes the buses; those of one round in two are shared between processes, of which this plays two.</summary>
    public Star(Round round, string directory, int buses)
    {
        var shared = round.Random.Next(2) == 0 ? Path.Combine(directory, "bus") : null;
        _hosts = shared is null ? EmbeddedBuses.Private() : EmbeddedBuses.Shared(shared);
        _members = shared is null ? _hosts : EmbeddedBuses.Shared(shared);
        _endpoint = new UnixEndpoint(Path.Combine(directory, "l"));
        _services = new LimpetService[buses];
        _dies = round.Random.Next(3) == 0;
        Buses = [.. Enumerable.Range(0, buses).Select(number => new Bus(random => Open(number, random)))];
        for (var number = 0; number < buses; number++)
        {
            // Whoever opens it first hosts it.
            _hosts.Open(number).Dispose();
        }
    }

    /// <summary>The buses; that of the Limpet which listens is the first.</summary>
    public Bus[] Buses { get; }

    /// <summary>Starts the Limpets, and waits until they are connected.</summary>
    public void Begin(Participant who)
    {
        for (var i = 0; i < _services.Length; i++)
        {
            who.Doing = $"starts Limpet {i}";
            (_services[i] = Make(i, new Random(who.Random.Next()))).Start();
        }

        AwaitConnected(who);
    }

    /// <summary>Cuts links and stops Limpets, at any moment of theirs; all are connected again in the end.</summary>
    public void Cut(Participant who, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Thread.Sleep(who.Random.Next(25));
            var which = who.Random.Next(_services.Length);
            switch (who.Random.Next(3))
            {
                case 0:
                    // A client whose link is ended at its own end does not connect again.
                    var peers = _services[0].Peers;
                    who.Doing = "ends a link of the Limpet that listens, if it has any";
                    (peers.Count > 0 ? peers[who.Random.Next(peers.Count)] : null)?.Disconnect();
                    break;
                case 1:
                    who.Doing = $"stops Limpet {which}, to start another one";
                    _services[which].Stop();
                    (_services[which] = Make(which, new Random(who.Random.Next()))).Start();
                    break;
                default:
                    who.Doing = $"stops Limpet {which}, to start one that is stopped at once";
                    _services[which].Stop();
                    StopWhileItStarts(who, which);
                    (_services[which] = Make(which, new Random(who.Random.Next()))).Start();
                    break;
            }
        }

        AwaitConnected(who);
    }

    /// <summary>Ends all, by stopping or by the termination message.</summary>
    public void End(Participant who)
    {
        if (_dies)
        {
            who.Doing = "sends the termination message";
            using (var ksock = Buses[0].Open(who.Random))
            {
                ksock.Send(KbusMessage.Announcement(Death));
            }

            _services[0].Completion.Wait();
            if (_services[0].State != LimpetState.Ended)
            {
                who.Round.Break($"the termination message left the Limpet {_services[0].State}: {_services[0].Problem}");
            }
        }

        if (who.Random.Next(2) == 0)
        {
            who.Doing = "ends the buses under the Limpets";
            EndBuses();
        }

        for (var i = 0; i < _services.Length; i++)
        {
            who.Doing = $"stops Limpet {i}";
            _services[i].Stop();
        }

        who.Doing = "ends the buses";
        EndBuses();
    }

    private void EndBuses()
    {
        _members.Dispose();
        _hosts.Dispose();
    }

    private void StopWhileItStarts(Participant who, int which)
    {
        var service = Make(which, new Random(who.Random.Next()));
        who.Round.Start($"starter of Limpet {which}", starter =>
        {
            try
            {
                starter.Doing = "starts a Limpet that is just being stopped";
                service.Start();
            }
            catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
            {
                // It was stopped before, or meanwhile.
            }
        });
        who.Dawdle();
        who.Doing = $"stops Limpet {which} while it starts";
        service.Stop();
        if (!service.Completion.IsCompleted)
        {
            who.Round.Break("a Limpet was stopped and has not ended");
        }
    }

    private void AwaitConnected(Participant who)
    {
        who.Doing = "waits until all are connected";
        while (_services[0].Peers.Count != _services.Length - 1 || _services.Any(service => service.State != LimpetState.Connected))
        {
            if (Array.Find(_services, service => service.Completion.IsCompleted) is { } ended)
            {
                who.Round.Break($"the Limpet on bus {ended.Kbus} has ended by itself, {ended.State}: {ended.Completion.Result.Reason}");
                return;
            }

            Thread.Sleep(1);
        }
    }

    private LimpetService Make(int number, Random random)
    {
        var options = new LimpetOptions
        {
            Kbus = number,
            NetworkId = (uint)number + 1,
            OpenKsock = () => Open(number, random),
            FirstRetry = TimeSpan.FromMilliseconds(1),
            MaxMessages = random.Next(3) switch { 0 => 50, 1 => 500, _ => LimpetOptions.DefaultMaxMessages },
            LongestRetry = TimeSpan.FromMilliseconds(20),
            TerminationMessage = number == 0 && _dies ? MessageName.Parse(Death) : null,
        };
        return number == 0 ? LimpetService.Listen(_endpoint, options) : LimpetService.Connect(_endpoint, options);
    }

    private IKsock Open(int number, Random random)
    {
        bool asMember;
        lock (random)
        {
            asMember = random.Next(2) == 0;
        }

        return (asMember ? _members : _hosts).Open(number);
    }
}
