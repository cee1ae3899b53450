namespace Limpet.Scripts.Tests.Shell;

/// <summary>The prompt on a terminal. What a command prints is written apart in the command, so that its echo is not taken for its output.</summary>
public sealed class ShellPromptTests : IDisposable
{
    private const string ControlC = "\x03";
    private const string ControlD = "\x04";
    private const string Up = "\x1b[A";
    private const string Prompt = "PS> ";

    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("limpet-prompt-");

    public void Dispose() => _state.Delete(recursive: true);

    [Fact]
    public async Task A_command_runs_and_the_prompt_comes_back()
    {
        await using var shell = await StartAsync();

        await shell.TypeAsync("'it' + ' runs'\r");

        await shell.WaitForAsync("it runs");
        await shell.WaitForAsync(Prompt);
    }

    [Fact]
    public async Task Control_C_stops_the_command_and_not_the_shell()
    {
        await using var shell = await StartAsync();
        await shell.TypeAsync("'go' + 'ing'; while ($true) { }\r");
        await shell.WaitForAsync("going");

        await shell.TypeAsync(ControlC);

        await shell.WaitForAsync(Prompt);
        await shell.TypeAsync("'still' + ' here'\r");
        await shell.WaitForAsync("still here");
    }

    [Fact]
    public async Task Control_C_at_the_prompt_takes_back_the_line()
    {
        await using var shell = await StartAsync();
        await shell.TypeAsync("'must' + ' not run'");
        await shell.WaitForAsync("not run'");

        await shell.TypeAsync(ControlC);

        await shell.WaitForAsync(Prompt);
        await shell.TypeAsync("'some' + 'thing else'\r");
        await shell.WaitForAsync("something else");
        Assert.DoesNotContain("must not run", shell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_D_leaves()
    {
        await using var shell = await StartAsync();

        await shell.TypeAsync(ControlD);

        Assert.Equal(0, await shell.EndAsync());
    }

    [Fact]
    public async Task Exit_leaves_with_its_code()
    {
        await using var shell = await StartAsync();

        await shell.TypeAsync("exit 5\r");

        Assert.Equal(5, await shell.EndAsync());
    }

    [Fact]
    public async Task Tab_completes_by_the_engine()
    {
        await using var shell = await StartAsync();

        await shell.TypeAsync("Receive-Jo\t -Kee\t");

        await shell.WaitForAsync("Receive-Job -Keep");
    }

    [Fact]
    public async Task A_command_that_is_not_whole_asks_for_more()
    {
        await using var shell = await StartAsync();

        await shell.TypeAsync("if ($true) {\r");
        await shell.WaitForAsync(">> ");
        await shell.TypeAsync("'in' + 'side'\r");
        await shell.WaitForAsync(">> ");
        await shell.TypeAsync("}\r");

        await shell.WaitForAsync("inside");
    }

    [Fact]
    public async Task The_history_is_there_in_the_next_session_and_private()
    {
        await using (var first = await StartAsync())
        {
            await first.TypeAsync("'re' + 'membered'\r");
            await first.WaitForAsync("remembered");
            await first.WaitForAsync(Prompt);
            await first.TypeAsync(ControlD);
            await first.EndAsync();
        }

        var file = Path.Combine(_state.FullName, "limpet", "history");
        Assert.Equal("'re' + 'membered'\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        await using var second = await StartAsync();
        await second.TypeAsync(Up);
        await second.WaitForAsync("'membered'");
        await second.TypeAsync("\r");
        await second.WaitForAsync("remembered");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Errors_have_colours_unless_NO_COLOR_is_set(bool noColor)
    {
        await using var shell = await StartAsync(noColor ? [("NO_COLOR", "1")] : []);

        await shell.TypeAsync("nosuchcommand\r");

        await shell.WaitForAsync("is not recognized");
        await shell.WaitForAsync(Prompt);
        Assert.Equal(!noColor, shell.Output.Contains("\x1b[31;1m", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_terminal_that_cannot_move_its_cursor_gets_a_plain_prompt()
    {
        await using var shell = await StartAsync(("TERM", "dumb"));

        await shell.TypeAsync("'pla' + 'in'\r");

        await shell.WaitForAsync("plain");
        Assert.DoesNotContain('\x1b', shell.Output);
    }

    [Fact]
    public async Task A_prompt_of_the_users_own_is_shown()
    {
        await using var shell = await StartAsync();

        await shell.TypeAsync("function prompt { \"line one`nmi\" + 'ne# ' }\r");

        await shell.WaitForAsync("line one");
        await shell.WaitForAsync("mine# ");
    }

    [Fact]
    public async Task Progress_is_drawn_and_taken_away()
    {
        await using var shell = await StartAsync();

        await shell.TypeAsync("Write-Progress -Activity ('Coun' + 'ting') -Status now -PercentComplete 40; 'af' + 'ter'\r");

        await shell.WaitForAsync("Counting: now");
        await shell.WaitForAsync("\x1b[2K");
        await shell.WaitForAsync("after");
    }

    private async Task<ShellTerminal> StartAsync(params (string Name, string Value)[] environment)
    {
        var shell = ShellTerminal.Start(_state.FullName, environment);
        await shell.WaitForAsync(Prompt);
        return shell;
    }
}
