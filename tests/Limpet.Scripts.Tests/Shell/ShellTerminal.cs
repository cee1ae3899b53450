using System.Diagnostics;
using System.Text;

namespace Limpet.Scripts.Tests.Shell;

/// <summary>The shell on a terminal of its own, which script(1) makes.</summary>
internal sealed class ShellTerminal : IAsyncDisposable
{
    private const string ScriptProgram = "/usr/bin/script";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task _reading;
    private readonly StringBuilder _output = new();
    private readonly SemaphoreSlim _more = new(0);
    private readonly Lock _gate = new();
    private bool _ended;
    private int _seen;

    private ShellTerminal(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>Everything that came, escape sequences included.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
            {
                return _output.ToString();
            }
        }
    }

    public static ShellTerminal Start(string stateFolder, params (string Name, string Value)[] environment)
    {
        Assert.SkipUnless(File.Exists(ScriptProgram), $"{ScriptProgram} makes the terminal, and is not there.");
        var start = new ProcessStartInfo(ScriptProgram, ["-qec", $"stty cols 100 rows 30; exec dotnet '{TestPaths.Shell}'", "/dev/null"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove("NO_COLOR");
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["XDG_STATE_HOME"] = stateFolder;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ShellTerminal(Process.Start(start)!);
    }

    public async Task TypeAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until <paramref name="text"/> comes, after what was waited for before.</summary>
    public async Task WaitForAsync(string text)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            lock (_gate)
            {
                var at = _output.ToString().IndexOf(text, _seen, StringComparison.Ordinal);
                if (at >= 0)
                {
                    _seen = at + text.Length;
                    return;
                }
            }

            var left = deadline - DateTime.UtcNow;
            if (_ended || left <= TimeSpan.Zero || !await _more.WaitAsync(left))
            {
                Assert.Fail($"'{text}' did not come. This came: {Output[_seen..].Replace("\x1b", "<ESC>", StringComparison.Ordinal)}");
            }
        }
    }

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _reading;
        _process.Dispose();
        _more.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_gate)
            {
                _output.Append(buffer, 0, count);
            }

            _more.Release();
        }

        _ended = true;
        _more.Release();
    }
}
