using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Limpet.Pester;
using Limpet.Scripts.Tests.Help;

namespace Limpet.Scripts.Tests.Documents;

/// <summary>
/// Runs the blocks of a section on embedded buses and in a directory that are nobody else's. What is typed into <c>PS&gt;</c> goes to one of two terminals; what a block
/// says is printed must be what is printed, up to ids, times and columns.
/// </summary>
internal sealed partial class SectionRun : IDisposable
{
    private const string ShellCommand = "dotnet run --project src/Limpet.Shell -- ";

    // Set where nothing may be skipped for want of a package.
    private const string RequiredVariable = "LIMPET_REQUIRE_KERNEL";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("limpet-document-").FullName;
    private readonly string? _runtimeDirectory = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
    private readonly string? _backend = Environment.GetEnvironmentVariable("LIMPET_BACKEND");
    private readonly int _port = FreePort();
    private readonly Dictionary<string, Terminal> _terminals = [];

    public SectionRun()
    {
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", _directory);
        Environment.SetEnvironmentVariable("LIMPET_BACKEND", "Embedded");
    }

    public void Run(DocumentBlock block)
    {
        if (block.Comment("config") is not null)
        {
            // ConfigFileTests read it: what it names is not there.
            return;
        }

        if (block.Comment("config errors") is { } config)
        {
            ConfigErrors(block, config);
        }
        else if (block.Comment("Pester") is { } around)
        {
            Pester(block, around);
        }
        else if (block.Comment("sh") is { } again)
        {
            Sh(block, again);
        }
        else if (block.Comment("defaults") is { } cmdlet)
        {
            DefaultsTable.Check(block, cmdlet);
        }
        else if (block.Comment("printed after") is { } command)
        {
            Assert.Contains(DocumentSet.Blocks, other => other.File == block.File && other.Text.Contains(command, StringComparison.Ordinal));
            Type(block, command);
            Prints(block, block.Text);
        }
        else if (block.Comment("printed then") is not null)
        {
            Prints(block, block.Text);
        }
        else
        {
            Type(block);
        }
    }

    public void Dispose()
    {
        foreach (var terminal in _terminals.Values)
        {
            terminal.Dispose();
        }

        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", _runtimeDirectory);
        Environment.SetEnvironmentVariable("LIMPET_BACKEND", _backend);
        Directory.Delete(_directory, recursive: true);
    }

    private void Type(DocumentBlock block)
    {
        Quietly(block, block.Comment("before"));
        if (block.Text.StartsWith(ShellCommand, StringComparison.Ordinal))
        {
            var first = block.Text.Split('\n', 2)[0];
            Type(block, first);
            Prints(block, "");
        }
        else
        {
            Assert.True(block.IsSession || block.IsOfTopic, $"{block.Where}: nothing says how to run it. A comment before it may say 'not run: REASON'; docs/testing.md has the others.");
        }

        foreach (var (command, output) in block.Typed)
        {
            Type(block, command);
            if (block.Comment("goes on") is null)
            {
                Prints(block, output);
            }
        }

        Quietly(block, block.Comment("after"));
    }

    // What the shell is to run is run here, where what it prints can be read; a script of the examples has a test of its own.
    private void Type(DocumentBlock block, string command)
    {
        if (command.StartsWith(ShellCommand, StringComparison.Ordinal))
        {
            var match = ShellArguments().Match(command[ShellCommand.Length..]);
            Assert.True(match.Success, $"{block.Where}: '{command}' is not run as it stands there; expected -NoExit -Command \"...\"");
            command = match.Groups["command"].Value;
        }

        TerminalOf(block).Printed();
        TerminalOf(block).Type(Here(block, command));
    }

    private void Prints(DocumentBlock block, string expected)
    {
        var printed = TerminalOf(block).Printed().Replace(_directory + "/", "/tmp/", StringComparison.Ordinal);
        if (expected.Length > 0)
        {
            Assert.True(Comparable(printed) == Comparable(expected), $"{block.Where}: it says that it prints\n{expected}\nand it printed\n{printed}");
        }
        else
        {
            Assert.False(printed.Contains("WARNING:", StringComparison.Ordinal) || Error().IsMatch(printed), $"{block.Where}: it printed\n{printed}");
        }
    }

    private void Quietly(DocumentBlock block, string? script)
    {
        if (script is null)
        {
            return;
        }

        var terminal = TerminalOf(block);
        terminal.Printed();
        terminal.Type(Here(block, script));
        Assert.Equal("", terminal.Printed());
    }

    private void ConfigErrors(DocumentBlock block, string config)
    {
        File.WriteAllText(Path.Combine(_directory, "main.json"), config);
        Type(block, "Start-Limpet -Config /tmp/main.json");
        var told = TerminalOf(block).Printed().Replace("Start-Limpet: ", "", StringComparison.Ordinal).Replace(_directory, "/etc/limpet", StringComparison.Ordinal);
        Assert.Equal(block.Text, told.TrimEnd('\n'));
    }

    private void Pester(DocumentBlock block, string around)
    {
        var path = Path.Combine(_directory, "Block.Tests.ps1");
        File.WriteAllText(path, $"Describe 'the block' {{\n{around}\nContext 'as it stands there' {{\n{block.Text}\n}}\n}}\n");
        var result = PesterRunner.Run(path, ScriptRun.Options);
        Assert.True(result.Succeeded, $"{block.Where}: {string.Join("; ", result.Errors)} {string.Join("; ", result.Tests.Select(test => test.Message))}");
    }

    // For the shell, in the directory of the test; then once more for each name in place of another.
    private void Sh(DocumentBlock block, string again)
    {
        Assert.SkipUnless(TestPaths.HasProgram("openssl") || Environment.GetEnvironmentVariable(RequiredVariable) is { Length: > 0 }, "There is no openssl, so its commands are not run. Install the package openssl.");
        foreach (var script in new[] { block.Text }.Concat(Replacements(again).Select(it => block.Text.Replace(it.What, it.With, StringComparison.Ordinal))))
        {
            var start = new ProcessStartInfo("sh", ["-e", "-c", Here(block, script)]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var printed = process.StandardOutput.ReadToEnd();
            Assert.True(process.WaitForExit(s_patience), $"{block.Where}: it did not end");
            Assert.True(process.ExitCode == 0, $"{block.Where}: it ended with {process.ExitCode}, and printed\n{printed}{errors.GetAwaiter().GetResult()}");
        }
    }

    private Terminal TerminalOf(DocumentBlock block)
    {
        var which = block.Comment("terminal") ?? "first";
        return _terminals.TryGetValue(which, out var terminal) ? terminal : _terminals[which] = new Terminal();
    }

    // A word for whose machine and account it is may be another too.
    private static string Comparable(string printed) => ExampleRun.Comparable(Account().Replace(printed, "user #"));

    // Ids of jobs go on through all sessions of the tests' process; Limpet 1 is the first of its session.
    private string Here(DocumentBlock block, string script)
        => FirstLimpet().Replace(
            Replacements(block.Comment("here") ?? "").Aggregate(script, (text, it) => text.Replace(it.What, it.With, StringComparison.Ordinal)), "${command} @(Get-Limpet)[0].Id")
            .Replace("/tmp/", _directory + "/", StringComparison.Ordinal).Replace(":5000", $":{_port}", StringComparison.Ordinal);

    private static IEnumerable<(string What, string With)> Replacements(string lines)
        => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(" => ")).Select(pair => (pair[0], pair[1]));

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    [GeneratedRegex("^-NoExit -Command \"(?<command>[^\"]*)\"$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ShellArguments();

    // What is no command, or was thrown, has no name in front.
    [GeneratedRegex("^([A-Z][a-z]+-[A-Za-z]+)?: ", RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Error();

    [GeneratedRegex(@"\b(?<command>((Get|Stop)-Limpet|(Get|Receive)-Job)) 1\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstLimpet();

    [GeneratedRegex(@"user \w+", RegexOptions.NonBacktracking)]
    private static partial Regex Account();
}
