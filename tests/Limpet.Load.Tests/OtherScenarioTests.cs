namespace Limpet.Load.Tests;

/// <summary>The scenarios that are not about messages on their way.</summary>
public sealed class OtherScenarioTests
{
    [Fact]
    public async Task Memory_is_told_at_rest_and_step_by_step()
    {
        var outcomes = await LoadProgram.MeasureAsync("--scenario", "rest", "memory", "--messages", "1000");
        Assert.Equal([0], Steps(0));
        Assert.Equal([10, 100, 1000], Steps(1));
        Assert.All(outcomes.SelectMany(outcome => outcome.GetProperty("steps").EnumerateArray()).SelectMany(step => step.GetProperty("processes").EnumerateArray()), process =>
        {
            var memory = process.GetProperty("memory");
            Assert.InRange(memory.GetProperty("live").GetInt64(), 1, memory.GetProperty("collected").GetInt64());
        });

        IEnumerable<long> Steps(int outcome) => outcomes[outcome].GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("messages").GetInt64());
    }

    [Fact]
    public async Task The_cmdlets_and_the_start_of_a_shell_are_timed()
    {
        var outcomes = await LoadProgram.MeasureAsync("--scenario", "cmdlets", "startup", "--messages", "100", "--runs", "1", "--shell", LoadProgram.Shell);
        Assert.Equal(2, outcomes.Count);
        var figures = outcomes.SelectMany(outcome => outcome.GetProperty("figures").EnumerateArray()).ToList();
        Assert.Equal(4, figures.Count);
        Assert.All(figures, figure => Assert.True(figure.GetProperty("median").GetDouble() > 0, figure.ToString()));
    }

    [Theory]
    [InlineData("--size -1", "--size is -1; expected 0 or more.")]
    [InlineData("--messages 0", "--messages is 0; expected 1 or more.")]
    [InlineData("--scenario engine --rate 5", "The engine has no rate")]
    [InlineData("--scenario star --system nats", "Star is not measured of Nats")]
    [InlineData("--scenario pair --system nats --size 8", "The size is 8; expected 16 or more")]
    [InlineData("--scenario startup --shell /nowhere/Limpet.Shell", "There is no '/nowhere/Limpet.Shell'")]
    public async Task What_cannot_be_run_is_said_in_a_line(string arguments, string expected)
    {
        var (exitCode, _, errors) = await LoadProgram.RunAsync(arguments.Split(' '));
        Assert.NotEqual(0, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }
}
