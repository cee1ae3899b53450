using System.Globalization;

namespace Limpet.Soak.Parts;

/// <summary>What a part is told on its standard input, and what it says on its standard output, a line each.</summary>
internal sealed class Script : IDisposable
{
    public const string Ready = "ready";
    public const string Stop = "stop";
    public const string Done = "done";
    public const string TakeCensus = "census";
    public const string Log = "log";
    public const string Reach = "reach";
    public const string Broken = "broken";

    private readonly CancellationTokenSource _stopping = new();
    private readonly ManualResetEventSlim _ended = new();

    private volatile bool _isToReach;

    public Script() => new Thread(Read) { IsBackground = true, Name = "script" }.Start();

    /// <summary>Cancelled when the traffic is to end.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Says how it stands with the log, in a part that has one.</summary>
    public Func<string> TellOfLog { get; set; } = () => "";

    /// <summary>Whether it is to be said when everybody can be reached; it is asked for once.</summary>
    public bool TakeIsToReach()
    {
        var isToReach = _isToReach;
        _isToReach = false;
        return isToReach;
    }

    /// <summary>Says that everybody has been reached.</summary>
    public void SayReached() => Say(Reach);

    public void SayReady() => Say(Ready);

    /// <summary>Says that a promise was broken.</summary>
    public void SayBroken(string what) => Say($"{Broken} {what}");

    /// <summary>Says what was counted, and stays until it may go.</summary>
    public void SayDone(params (string What, long Count)[] counts)
    {
        Say($"{Done} {string.Join(' ', counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.What}={c.Count}")))}");
        _ended.Wait();
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _ended.Dispose();
    }

    private static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.WriteLine(line);
        }
    }

    private void Read()
    {
        while (Console.ReadLine() is { } line)
        {
            if (line == TakeCensus)
            {
                Say($"{TakeCensus} {Census.Take("limpet", "kbus")}");
            }
            else if (line == Log)
            {
                Say($"{Log} {TellOfLog()}");
            }
            else if (line == Reach)
            {
                _isToReach = true;
            }
            else if (line == Stop)
            {
                _stopping.Cancel();
            }
        }

        try
        {
            _stopping.Cancel();
            _ended.Set();
        }
        catch (ObjectDisposedException)
        {
            // The part is over.
        }
    }
}
