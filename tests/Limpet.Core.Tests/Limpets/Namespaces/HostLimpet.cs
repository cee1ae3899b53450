using System.Diagnostics;
using Limpet.Core.Tests.Hosting;

namespace Limpet.Core.Tests.Limpets.Namespaces;

/// <summary>A Limpet in a process of its own in a network namespace; see LimpetProcess of tests/Limpet.TestProcess.</summary>
internal sealed class HostLimpet : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    public HostLimpet(string networkNamespace, string role, string endpoint, uint network)
    {
        string[] arguments = ["netns", "exec", networkNamespace, "dotnet", Path.Combine(AppContext.BaseDirectory, "Limpet.TestProcess.dll"), "limpet", role, endpoint, $"{network}"];
        _process = Process.Start(new ProcessStartInfo("ip", arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.BeginOutputReadLine();
    }

    /// <summary>Has it send a Request, and says what came of that: <c>sent ID</c>, or <c>refused ERRNO</c>.</summary>
    public string Send(string name)
    {
        _process.StandardInput.WriteLine($"send {name}");
        return Expect(l => l.StartsWith("sent ", StringComparison.Ordinal) || l.StartsWith("refused ", StringComparison.Ordinal));
    }

    /// <summary>Has it ask until a replier answers, which takes a while after the connection is made.</summary>
    public void Ask(string name)
    {
        Assert.True(SpinWait.SpinUntil(() => Send(name).StartsWith("sent", StringComparison.Ordinal), Session.Junction.Patience));
        Assert.StartsWith($"answer {name} ", Receive(), StringComparison.Ordinal);
    }

    /// <summary>Has it wait for the answer to a Request.</summary>
    public string Receive()
    {
        _process.StandardInput.WriteLine("receive");
        return Expect(l => l.StartsWith("answer ", StringComparison.Ordinal));
    }

    public string ExpectEvent(string name, string part = "")
        => Expect(l => l.StartsWith($"event {name} ", StringComparison.Ordinal) && l.Contains(part, StringComparison.Ordinal));

    /// <summary>Stops the process, but not what the system does for its connections.</summary>
    public void Freeze() => Standstill.Begin(_process.Id);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    // Takes the first such line out, waiting for it.
    private string Expect(Predicate<string> which)
    {
        var deadline = Environment.TickCount64 + 60_000;
        lock (_lines)
        {
            while (true)
            {
                if (_lines.FindIndex(which) is >= 0 and var index)
                {
                    var line = _lines[index];
                    _lines.RemoveAt(index);
                    return line;
                }

                var left = deadline - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_lines, (int)left))
                {
                    Assert.Fail($"What was expected did not come in 60 s; there was: {string.Join("; ", _lines)}");
                }
            }
        }
    }

    private void Keep(string? line)
    {
        lock (_lines)
        {
            _lines.Add(line ?? "(end of output)");
            Monitor.PulseAll(_lines);
        }
    }
}
