using Limpet.Load.Measuring;
using Limpet.Load.Roles;
using Limpet.Load.Traffic;

namespace Limpet.Load.Scenarios;

/// <summary>The processes of one scenario: one that sends or asks, perhaps one that counts what comes, and others. All end with it.</summary>
internal sealed class Cast : IDisposable
{
    private readonly List<IParticipant> _participants = [];

    private Cast(int copies) => Copies = copies;

    /// <summary>The one that sends or asks.</summary>
    public RoleProcess? Sender { get; private set; }

    /// <summary>The one that counts what comes; null where the sender does.</summary>
    public RoleProcess? Listener { get; private set; }

    /// <summary>Those that are this program.</summary>
    public IEnumerable<RoleProcess> Programs => _participants.OfType<RoleProcess>();

    /// <summary>Deliveries of each message.</summary>
    public int Copies { get; }

    /// <summary>A directory for their sockets.</summary>
    public TemporaryDirectory Directory { get; } = new();

    /// <summary>Puts a cast together and lets all open what they need; where that fails, ends those that were started.</summary>
    /// <param name="copies">Deliveries of each message.</param>
    /// <param name="fill">Starts the processes.</param>
    public static Cast Of(int copies, Action<Cast> fill)
    {
        var cast = new Cast(copies);
        try
        {
            fill(cast);
            cast.Open();
            return cast;
        }
        catch
        {
            cast.Dispose();
            throw;
        }
    }

    /// <summary>Starts a process and gives it its part.</summary>
    public RoleProcess Start(string name, ProgramSetup setup)
    {
        var program = RoleProcess.Start(name, setup);
        _participants.Add(program);
        switch (setup.Job)
        {
            case JobKind.Send or JobKind.Ask or JobKind.Engine:
                Sender = program;
                break;
            case JobKind.Listen:
                Listener = program;
                break;
        }

        return program;
    }

    /// <summary>Takes in a process that is none of ours.</summary>
    public void Add(IParticipant participant) => _participants.Add(participant);

    /// <summary>Warms up, measures, and tells of it.</summary>
    public LoadResult Measure(string what, LoadPlan plan)
    {
        if (plan.WarmUp > 0)
        {
            // Where their number is given, a quarter of it: a small run is to be small.
            Run(new RunOrder(plan.Messages is null ? null : Math.Max(1, plan.Messages.Value / 4), plan.WarmUp, plan.Rate));
            Report();
        }

        var (ran, arrived) = Run(new RunOrder(plan.Messages, plan.Seconds, plan.Rate));
        return new LoadResult(
            what, plan, ran.Sent, ran.Sent * Copies, arrived.Received, arrived.OutOfOrder, Clock.Seconds(ran.First, arrived.Last), arrived.Latency, ran.Lateness, Report());
    }

    /// <summary>Lets the sender send, and waits for what comes of it.</summary>
    public (Ran Ran, Arrived Arrived) Run(RunOrder order)
    {
        _participants.ForEach(participant => participant.Begin());
        var ran = Sender!.Run(order);
        return (ran, Listener?.Expect(ran.Sent * Copies) ?? ran.Arrived!);
    }

    public void Dispose()
    {
        // Those that joined others go first.
        Enumerable.Reverse(_participants).ToList().ForEach(participant => participant.Dispose());
        Directory.Dispose();
    }

    // The sender last: it may need the others.
    private void Open()
    {
        foreach (var program in Programs.Where(program => program != Sender))
        {
            program.Open();
        }

        Sender?.Open();
    }

    private List<ProcessReport> Report() => [.. _participants.Select(participant => participant.Report())];
}
