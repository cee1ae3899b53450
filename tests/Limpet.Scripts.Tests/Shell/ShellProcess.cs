using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Limpet.Scripts.Tests.Shell;

/// <summary>The shell as a process, its standard streams being pipes.</summary>
internal sealed partial class ShellProcess : IDisposable
{
    public const int SigInt = 2;
    public const int SigTerm = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private ShellProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static ShellProcess Start(string[] arguments, params (string Name, string Value)[] environment) => StartProgram(TestPaths.Shell, arguments, environment);

    /// <summary>Another program of ours, in the shell's place.</summary>
    public static ShellProcess StartProgram(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ShellProcess(Process.Start(start)!);
    }

    /// <summary>Runs the shell to its end.</summary>
    public static async Task<ShellResult> RunAsync(string[] arguments, string input = "", params (string Name, string Value)[] environment)
    {
        using var shell = Start(arguments, environment);
        await shell._process.StandardInput.WriteAsync(input);
        shell._process.StandardInput.Close();
        return await shell.EndAsync();
    }

    /// <summary>Waits for a line of output.</summary>
    public async Task WaitForLineAsync(string expected)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line == expected)
            {
                return;
            }
        }

        Assert.Fail($"The shell ended before it printed '{expected}'. It wrote to standard error: {await _errors}");
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    public async Task<ShellResult> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        var errors = await _errors.WaitAsync(Patience);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new ShellResult(_process.ExitCode, output.ReplaceLineEndings("\n"), errors.ReplaceLineEndings("\n"));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
