using System.Globalization;

namespace Limpet.Soak.Parts;

/// <summary>What a part is told on its standard input, and what it says on its standard output, a line each.</summary>
internal sealed class Script : IDisposable
{
    public const string Ready = "ready";
    public const string Stop = "stop";
    public const string Done = "done";
    public const string TakeCensus = "census";
    public const string Broken = "broken";

    private readonly CancellationTokenSource _stopping = new();
    private readonly ManualResetEventSlim _ended = new();

    public Script() => new Thread(Read) { IsBackground = true, Name = "script" }.Start();

    /// <summary>Cancelled when the traffic is to end.</summary>
    public CancellationToken Stopping => _stopping.Token;

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
