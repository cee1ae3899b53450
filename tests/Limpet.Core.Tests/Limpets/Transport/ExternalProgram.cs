using System.Diagnostics;
using System.Text;

namespace Limpet.Core.Tests.Limpets.Transport;

/// <summary>A program of another package, running for a test and ended with it.</summary>
internal sealed class ExternalProgram : IDisposable
{
    // Set where nothing may be skipped for want of a package.
    private const string RequiredVariable = "LIMPET_REQUIRE_KERNEL";

    private readonly Process _process;
    private readonly StringBuilder _printed = new();

    private ExternalProgram(Process process)
    {
        _process = process;
        process.ErrorDataReceived += Keep;
        process.OutputDataReceived += Keep;
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>What it printed so far.</summary>
    public string Printed
    {
        get
        {
            lock (_printed)
            {
                return _printed.ToString();
            }
        }
    }

    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Skips the test where the program is not there, unless it must be.</summary>
    public static void Require(string program, string package)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/bin", "/usr/sbin"]);
        if (folders.Any(folder => File.Exists(Path.Combine(folder, program))))
        {
            return;
        }

        Assert.SkipUnless(Environment.GetEnvironmentVariable(RequiredVariable) is { Length: > 0 }, $"There is no {program}, so nothing is tested with it. Install the package {package}.");
        Assert.Fail($"There is no {program} (package {package}), and {RequiredVariable} is set.");
    }

    public static ExternalProgram Start(string program, params string[] arguments) => new(new Process
    {
        StartInfo = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        },
    });

    /// <summary>Waits until it has printed that.</summary>
    public void Expect(string text, TimeSpan patience)
        => Assert.True(SpinWait.SpinUntil(() => Printed.Contains(text, StringComparison.Ordinal), patience), $"'{text}' was not printed, but: {Printed}");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_printed)
        {
            _printed.AppendLine(line.Data);
        }
    }
}
