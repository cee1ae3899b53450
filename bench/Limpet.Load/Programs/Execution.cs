using System.ComponentModel;
using System.Diagnostics;

namespace Limpet.Load.Programs;

/// <summary>Runs a program to its end.</summary>
internal static class Execution
{
    /// <returns>Its exit code, and what it printed to either output.</returns>
    /// <exception cref="TimeoutException">It took too long, and was killed.</exception>
    public static (int ExitCode, string Printed) Run(string program, TimeSpan patience, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new Win32Exception($"'{program}' does not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{program}' did not end within {patience.TotalSeconds} seconds.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has what it printed.</exception>
    public static string MustRun(string program, TimeSpan patience, params string[] arguments)
    {
        var (exitCode, printed) = Run(program, patience, arguments);
        return exitCode == 0 ? printed : throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' ended with {exitCode}: {printed.Trim()}");
    }
}
