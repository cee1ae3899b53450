using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Limpet.Soak.Parts;

namespace Limpet.Soak.Staging;

/// <summary>A part that is being played in a process of its own, which may be stopped, killed and started again.</summary>
internal sealed class Player : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string[] _arguments;
    private readonly Action<string> _broken;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly SemaphoreSlim _news = new(0);
    private Process _process = null!;
    private bool _isKilled;

    /// <param name="name">What it is called in what is printed.</param>
    /// <param name="arguments">The part, and its arguments.</param>
    /// <param name="broken">Is told of each promise that it finds broken.</param>
    public Player(string name, string[] arguments, Action<string> broken)
    {
        Name = name;
        _arguments = arguments;
        _broken = broken;
        Start();
    }

    public string Name { get; }

    /// <summary>For whoever does something to it.</summary>
    public Lock Gate { get; } = new();

    public int ProcessId => _process.Id;

    /// <summary>What it wrote to standard error since it began, oldest first.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Waits until it says that word, and gives what follows it.</summary>
    public string Await(string word)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (_news.Wait(TimeSpan.FromTicks(Math.Max(0, (deadline - DateTime.UtcNow).Ticks))))
        {
            if (_said.TryDequeue(out var line) && (line == word || line.StartsWith(word + " ", StringComparison.Ordinal)))
            {
                return line[word.Length..].Trim();
            }
        }

        throw new TimeoutException($"{Name} did not say '{word}' within {Patience.TotalSeconds} s. {string.Join(" | ", Log.TakeLast(10))}");
    }

    public void Tell(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public Census TakeCensus()
    {
        Tell(Script.TakeCensus);
        return Census.Parse(Await(Script.TakeCensus));
    }

    /// <summary>SIGKILL, and at once another one in its place.</summary>
    public void KillAndReplace()
    {
        Volatile.Write(ref _isKilled, true);
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Start();
    }

    /// <summary>SIGSTOP.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signal("CONT");

    public void Dispose()
    {
        Volatile.Write(ref _isKilled, true);
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            _process.Kill();
        }

        _process.Dispose();
        _news.Dispose();
    }

    private void Start()
    {
        string[] program = Path.GetFileName(Environment.ProcessPath) == "dotnet" ? [typeof(Player).Assembly.Location] : [];
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. program, PartPlayer.Word, .. _arguments])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new Win32Exception($"{Name} does not start.");
        _process = process;
        _isKilled = false;
        new Thread(() => Hear(process)) { IsBackground = true, Name = $"{Name} out" }.Start();
        new Thread(() => HearErrors(process)) { IsBackground = true, Name = $"{Name} err" }.Start();
        Await(Script.Ready);
    }

    private void Hear(Process process)
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(Script.Broken, StringComparison.Ordinal))
            {
                _broken($"{Name}: {line[Script.Broken.Length..].Trim()}");
                continue;
            }

            _said.Enqueue(line);
            _news.Release();
        }

        if (!Volatile.Read(ref _isKilled) && ReferenceEquals(process, _process))
        {
            _broken($"{Name}: the process has ended by itself. {string.Join(" | ", Log.TakeLast(15))}");
        }
    }

    private void HearErrors(Process process)
    {
        while (process.StandardError.ReadLine() is { } line)
        {
            Log.Enqueue(line);
            while (Log.Count > 1000)
            {
                Log.TryDequeue(out _);
            }
        }
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
