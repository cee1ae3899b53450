using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Tests.Limpets.Faults;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Trees;

/// <summary>Buses numbered from 1 that are joined as a tree. Each that others hang on has one Limpet for all of them; each has its own network id.</summary>
internal sealed class BusTree : IDisposable
{
    private readonly Dictionary<int, (LimpetService Service, EventLog Events, Endpoint Endpoint)> _centres = [];
    private readonly List<TreeBranch> _branches = [];
    private readonly List<FaultProxy> _proxies = [];
    private readonly CancellationTokenSource _answering = new();
    private readonly List<Task> _answers = [];

    /// <param name="parents">The bus that each bus hangs on, beginning with bus 2; those come before it.</param>
    /// <param name="seed">Of what the programs do.</param>
    /// <param name="plan">What becomes of the connections, when they are to go through proxies.</param>
    public BusTree(int[] parents, int seed, Func<int, FaultPlan>? plan = null)
    {
        Programs = [.. Enumerable.Range(1, parents.Length + 1).Select(bus => new TreeProgram(Junction, bus, seed))];
        for (var i = 0; i < parents.Length; i++)
        {
            Hang(i + 2, parents[i], plan);
        }

        _answers.AddRange(Programs.Select(p => Run(() => p.Answer(_answering.Token))));
        AwaitRepliers();
    }

    public Junction Junction { get; } = new();

    public IReadOnlyList<TreeProgram> Programs { get; }

    public IReadOnlyList<TreeBranch> Branches => _branches;

    public int Sent => Programs.Sum(p => p.Sent);

    /// <summary>A tree, chain or star: the parent of each bus from the second on.</summary>
    public static int[] Parents(string shape, Random random)
    {
        var buses = random.Next(3, 9);
        return [.. Enumerable.Range(2, buses - 1).Select(bus => shape switch { "chain" => bus - 1, "star" => 1, _ => random.Next(1, bus) })];
    }

    public void Dispose()
    {
        _answering.Cancel();
        Task.WaitAll([.. _answers], Junction.Patience);
        Junction.Dispose();
        _proxies.ForEach(p => p.Dispose());
        _answering.Dispose();
    }

    /// <summary>Every program sends so many messages, all at the same time.</summary>
    public Task SendFromAll(int each, bool whole)
        => Task.WhenAll(Programs.Select(p => Run(() => p.Send(each, Programs.Count, whole))));

    /// <summary>Waits until everything sent has come, and gives what each program heard of each bus.</summary>
    public List<Dictionary<int, List<int>>> HearAll()
    {
        foreach (var program in Programs)
        {
            program.SendMark();
        }

        return [.. Programs.Select(p => p.HearToMarks(Programs.Count))];
    }

    public void AwaitRepliers()
        => Assert.True(
            SpinWait.SpinUntil(() => Programs.All(p => Programs.All(other => p.Knows(other.Bus))), Junction.Patience),
            "A replier is not known on every bus.");

    /// <summary>All of it is joined, sends, and hears each message once and in order.</summary>
    public async Task SendAndHearEverything(int each)
    {
        var before = Programs.Select(p => p.Sent).ToList();

        // A Stateful Request is for the Ksock that answered before, and a link that came back has another one.
        foreach (var program in Programs)
        {
            program.ForgetReplies();
        }

        await SendFromAll(each, whole: true).WaitAsync(Junction.Patience);
        foreach (var heard in HearAll())
        {
            foreach (var sender in Programs)
            {
                Assert.Equal(Enumerable.Range(before[sender.Bus - 1] + 1, each + 1), heard[sender.Bus]);
            }
        }

        // Whoever answers must not have found a Request twice, nor anything else wrong.
        Assert.DoesNotContain(_answers, a => a.IsFaulted);
    }

    private static Task Run(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Hang(int bus, int parent, Func<int, FaultPlan>? plan)
    {
        if (!_centres.TryGetValue(parent, out var centre))
        {
            var endpoint = Junction.NewEndpoint();
            var (service, events) = Junction.Serve(parent, endpoint);
            _centres[parent] = centre = (service, events, endpoint);
        }

        FaultProxy? proxy = null;
        if (plan is not null)
        {
            proxy = new FaultProxy(Junction.NewEndpoint(), centre.Endpoint, plan);
            _proxies.Add(proxy);
        }

        var (client, clientEvents) = Junction.Dial(bus, proxy?.Endpoint ?? centre.Endpoint);
        var branch = new TreeBranch(bus, centre.Service, centre.Events, client, clientEvents, proxy);
        branch.AwaitConnected();
        _branches.Add(branch);
    }
}

/// <summary>The link of a bus with the one that it hangs on.</summary>
internal sealed record TreeBranch(int Bus, LimpetService Centre, EventLog CentreEvents, LimpetService Client, EventLog ClientEvents, FaultProxy? Proxy)
{
    public void AwaitConnected()
    {
        ClientEvents.Expect<ConnectedEvent>();
        CentreEvents.Expect<ConnectedEvent>(e => e.PeerNetworkId == Bus);
    }

    /// <summary>Takes the link down, and waits until both ends have noticed.</summary>
    public void TakeDown(bool reset)
    {
        Proxy!.TakeDown(reset);
        ClientEvents.Expect<DisconnectedEvent>();
        CentreEvents.Expect<DisconnectedEvent>();
    }

    public void Restore()
    {
        Proxy!.Restore();
        AwaitConnected();
    }
}
