namespace Limpet.Scripts.Tests.Shell;

/// <summary>The shell's command line, exit codes and streams, by running it.</summary>
public sealed class ShellCommandLineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("limpet-shell-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("1 + 1", 0, "2\n")]
    [InlineData("exit 7", 7, "")]
    [InlineData("throw 'x'", 1, "")]
    [InlineData("'before'; nosuchcommand", 1, "before\n")]
    [InlineData("nosuchcommand; 'after'", 0, "after\n")]
    [InlineData("1 / 0", 1, "")]
    [InlineData("if (", 1, "")]
    [InlineData("/bin/false", 1, "")]
    [InlineData("& { exit 3 }", 3, "")]
    public async Task Command_ends_with_the_exit_code_of_pwsh(string command, int exitCode, string output)
    {
        var result = await ShellProcess.RunAsync(["-Command", command]);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(output, result.Output);
    }

    [Theory]
    [InlineData("-Command")]
    [InlineData("-command")]
    [InlineData("--command")]
    [InlineData("-c")]
    [InlineData("-comm")]
    public async Task Options_are_written_as_for_pwsh(string option)
    {
        var result = await ShellProcess.RunAsync(["-NoLogo", "-nop", "-noni", option, "'a b'", ";", "'-c'"]);

        Assert.Equal("a b\n-c\n", result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("-Bogus", "'-Bogus' is not an option")]
    [InlineData("-no", "'-no' is not an option")]
    [InlineData("-Command", "-Command needs a value")]
    [InlineData("-File", "-File needs a value")]
    [InlineData("/nowhere/none.ps1", "There is no script file '/nowhere/none.ps1'")]
    public async Task A_bad_command_line_ends_with_64_and_says_why(string argument, string message)
    {
        var result = await ShellProcess.RunAsync([argument]);

        Assert.Equal(64, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_names_the_shell_and_the_engine()
    {
        var result = await ShellProcess.RunAsync(["-Version"]);

        Assert.Matches(@"^Limpet\.Shell \d+\.\d+\.\d+ \(PowerShell 7\.\d+\.\d+\)\n$", result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var result = await ShellProcess.RunAsync(["-Help"]);

        Assert.All(["-Command", "-File", "-NoExit", "-NonInteractive", "-Version"], o => Assert.Contains(o, result.Output, StringComparison.Ordinal));
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task File_takes_its_arguments_as_for_pwsh()
    {
        var script = Script("param($Name, [int]$N, [switch]$Fast, [switch]$Slow, [Parameter(ValueFromRemainingArguments)]$Rest)\n"
            + "\"$Name|$N|$Fast|$Slow|$Rest|$PSScriptRoot\"");

        var result = await ShellProcess.RunAsync(["-File", script, "-Name", "it's $x", "-N:5", "-Fast", "-Slow:$false", "a b", "-c"]);

        Assert.Equal($"it's $x|5|True|False|a b -c|{_folder.FullName}\n", result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("exit 9", 9)]
    [InlineData("throw 'x'", 1)]
    [InlineData("nosuchcommand", 0)]
    [InlineData("/bin/false", 0)]
    [InlineData("if (", 1)]
    public async Task File_ends_with_the_exit_code_of_pwsh(string text, int exitCode)
    {
        var result = await ShellProcess.RunAsync([Script(text)]);

        Assert.Equal(exitCode, result.ExitCode);
    }

    [Theory]
    [InlineData("-Command", "-")]
    [InlineData]
    public async Task Commands_come_from_standard_input(params string[] arguments)
    {
        var result = await ShellProcess.RunAsync(arguments, "$a = 20\nif ($true) {\n  $a + 1\n}\nexit 4\n'not reached'\n");

        Assert.Equal("21\n", result.Output);
        Assert.Equal(4, result.ExitCode);
    }

    [Fact]
    public async Task NoExit_goes_on_with_standard_input()
    {
        var result = await ShellProcess.RunAsync(["-NoExit", "-Command", "$a = 1"], "$a + 1\n");

        Assert.Equal("2\n", result.Output);
    }

    [Fact]
    public async Task Errors_go_to_standard_error_in_the_short_view()
    {
        var result = await ShellProcess.RunAsync(["-Command", "Get-Content /nowhere; 'out'"]);

        Assert.Equal("out\n", result.Output);
        Assert.StartsWith("Get-Content: Cannot find path '/nowhere'", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', result.Errors);
    }

    [Fact]
    public async Task An_error_of_a_script_names_its_line()
    {
        var script = Script("'fine'\nnosuchcommand");

        var result = await ShellProcess.RunAsync(["-File", script]);

        Assert.Contains($"{script}:2", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_have_the_prefixes_of_pwsh()
    {
        var result = await ShellProcess.RunAsync(["-Command", "Write-Warning w; Write-Verbose v -Verbose; Write-Debug d -Debug; Write-Host h"]);

        Assert.Equal("WARNING: w\nVERBOSE: v\nDEBUG: d\nh\n", result.Output);
    }

    [Fact]
    public async Task Without_a_terminal_tables_are_as_wide_as_COLUMNS_says()
    {
        const string Command = "[pscustomobject]@{ A = 'a' * 50; B = 'b' * 50; C = 'c' * 50 } | Format-Table";

        var narrow = await ShellProcess.RunAsync(["-c", Command], "", ("COLUMNS", "60"));
        var normal = await ShellProcess.RunAsync(["-c", Command]);

        Assert.Equal(60, narrow.Output.Split('\n').Max(l => l.Length), tolerance: 1);
        Assert.Equal(120, normal.Output.Split('\n').Max(l => l.Length), tolerance: 1);
    }

    [Fact]
    public async Task Help_breaks_its_lines_between_words()
    {
        var help = await ShellProcess.RunAsync(["-Command", "Get-Help Start-Limpet -Full"], "", ("COLUMNS", "80"));
        var words = help.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var first = (await ShellProcess.RunAsync(["-Command", "(Get-Help Start-Limpet).description.Text"])).Output;

        Assert.Equal([], first.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => !words.Contains(word)));
    }

    [Fact]
    public async Task NonInteractive_refuses_to_ask()
    {
        var result = await ShellProcess.RunAsync(["-NonInteractive", "-Command", "Read-Host name"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("-NonInteractive", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ShellProcess.SigInt, 130)]
    [InlineData(ShellProcess.SigTerm, 143)]
    public async Task A_signal_stops_the_command_and_the_modules_are_removed(int signal, int exitCode)
    {
        const string Command = """
            $m = New-Module { $ExecutionContext.SessionState.Module.OnRemove = { [Console]::WriteLine('removed') } }
            Import-Module $m
            [Console]::WriteLine('ready')
            while ($true) { }
            """;
        using var shell = ShellProcess.Start(["-Command", Command]);
        await shell.WaitForLineAsync("ready");

        shell.Signal(signal);

        var result = await shell.EndAsync();
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal("removed\n", result.Output);
    }

    private string Script(string text)
    {
        var path = Path.Combine(_folder.FullName, "script.ps1");
        File.WriteAllText(path, text);
        return path;
    }
}
