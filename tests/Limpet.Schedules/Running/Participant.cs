namespace Limpet.Schedules.Running;

/// <summary>One thread of a round.</summary>
internal sealed class Participant(Round round, string name, Random random)
{
    private volatile string _doing = "begins";

    public string Name { get; } = name;

    public Random Random { get; } = random;

    public Round Round { get; } = round;

    /// <summary>What it does, or waits for, for people.</summary>
    public string Doing
    {
        get => _doing;
        set
        {
            _doing = value;
            Round.Advance();
        }
    }

    /// <summary>A token that is cancelled at once, soon, or never; whoever gives up tries again.</summary>
    public CancellationTokenSource LosePatience() => Random.Next(4) switch
    {
        0 => new CancellationTokenSource(TimeSpan.FromMilliseconds(Random.Next(3))),
        1 => new CancellationTokenSource(TimeSpan.FromMilliseconds(Random.Next(12))),
        _ => new CancellationTokenSource(),
    };

    /// <summary>Nothing, for a moment.</summary>
    public void Dawdle()
    {
        switch (Random.Next(8))
        {
            case 0:
                Thread.Sleep(Random.Next(3));
                break;
            case 1 or 2:
                Thread.Yield();
                break;
        }
    }
}
