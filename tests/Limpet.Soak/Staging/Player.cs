using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Soak.Faults;
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
    private readonly string? _diskDirectory;
    private Process _process = null!;
    private Thread[] _hearing = [];
    private bool _isKilled;
    private bool _mayEnd;

    /// <param name="name">What it is called in what is printed.</param>
    /// <param name="arguments">The part, and its arguments.</param>
    /// <param name="broken">Is told of each promise that it finds broken.</param>
    /// <param name="diskDirectory">Where it has a small disk of its own; null for nowhere.</param>
    public Player(string name, string[] arguments, Action<string> broken, string? diskDirectory = null)
    {
        Name = name;
        _arguments = arguments;
        _broken = broken;
        _diskDirectory = diskDirectory;
        Start();
    }

    public string Name { get; }

    /// <summary>For whoever does something to it.</summary>
    public Lock Gate { get; } = new();

    public int ProcessId => _process.Id;

    /// <summary>What its data takes of RLIMIT_DATA (proc(5), VmData).</summary>
    public long DataBytes
    {
        get
        {
            var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{ProcessId}/status")).First(l => l.StartsWith("VmData:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Its disk, as it is now; null where it has none.</summary>
    public SmallDisk? Disk => _diskDirectory is null ? null : new SmallDisk(ProcessId, _diskDirectory);

    /// <summary>How many of its processes have ended by themselves, where they might.</summary>
    public int Ended { get; private set; }

    /// <summary>What it wrote to standard error since it began, oldest first.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Waits until it says that word, and gives what follows it.</summary>
    public string Await(string word)
    {
        var deadline = new Deadline(Patience);
        while (_news.Wait(deadline.Left))
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

    /// <summary>How many events its log has lost, and why the last of them was.</summary>
    public (long Lost, string Why) AskOfLog()
    {
        Tell(Script.Log);
        var told = Await(Script.Log).Split(' ', 2);
        return (long.Parse(told[0], CultureInfo.InvariantCulture), told.Length > 1 ? told[1] : "");
    }

    /// <summary>From now on this process may end by itself, as if killed: then another one takes its place. To be called under <see cref="Gate"/>.</summary>
    public void LetEnd() => _mayEnd = true;

    /// <summary>Whether it runs; one that has ended, and might, has another one in its place now.</summary>
    public bool IsThere()
    {
        if (_process.HasExited)
        {
            HasEnded(_process);
        }

        return !_process.HasExited;
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

        Array.ForEach(_hearing, thread => thread.Join());
        _process.Dispose();
        _news.Dispose();
    }

    private void Start()
    {
        string[] command = ["dotnet", typeof(Player).Assembly.Location, PartPlayer.Word, .. _arguments];
        var (program, arguments) = _diskDirectory is null ? (command[0], command[1..]) : SmallDisk.Before(_diskDirectory, command);
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new Win32Exception($"{Name} does not start.");
        _process = process;
        _isKilled = false;
        _mayEnd = false;

        // Asked for now: before the threads run, the process may have been replaced.
        var (said, errors) = (process.StandardOutput, process.StandardError);
        _hearing = [new Thread(() => Hear(process, said)) { IsBackground = true, Name = $"{Name} out" }, new Thread(() => HearErrors(errors)) { IsBackground = true, Name = $"{Name} err" }];
        Array.ForEach(_hearing, thread => thread.Start());
        Await(Script.Ready);
    }

    private void Hear(Process process, StreamReader output)
    {
        while (output.ReadLine() is { } line)
        {
            if (line.StartsWith(Script.Broken, StringComparison.Ordinal))
            {
                _broken($"{Name}: {line[Script.Broken.Length..].Trim()}");
                continue;
            }

            _said.Enqueue(line);
            _news.Release();
        }

        lock (Gate)
        {
            HasEnded(process);
        }
    }

    private void HasEnded(Process process)
    {
        if (Volatile.Read(ref _isKilled) || !ReferenceEquals(process, _process))
        {
            return;
        }

        if (_mayEnd)
        {
            Ended++;
            process.WaitForExit();
            process.Dispose();
            Start();
        }
        else
        {
            // Said once.
            Volatile.Write(ref _isKilled, true);
            _broken($"{Name}: the process has ended by itself. {string.Join(" | ", Log.TakeLast(15))}");
        }
    }

    private void HearErrors(StreamReader errors)
    {
        while (errors.ReadLine() is { } line)
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
