using Limpet.Pester;

namespace Limpet.Scripts.Tests;

/// <summary>The runner itself, on scripts whose results are known.</summary>
public sealed class PesterRunnerTests
{
    private static readonly Lazy<PesterFileResult> Passes = new(() => Run("Passes.ps1"));
    private static readonly Lazy<PesterFileResult> Fails = new(() => Run("Fails.ps1"));

    [Fact]
    public void A_script_whose_assertions_hold_passes()
    {
        Assert.Empty(Passes.Value.Errors);
        Assert.All(
            Passes.Value.Tests.Where(t => !t.Test.Name.StartsWith("skipping", StringComparison.Ordinal)),
            t => Assert.True(t.Outcome == PesterOutcome.Passed, $"{t.Test.Name}: {t.Message}"));
        Assert.True(Passes.Value.Succeeded);
    }

    [Theory]
    [InlineData("data / adds 1 and 2")]
    [InlineData("data / adds 2 and 3")]
    [InlineData("data / takes parameters 3")]
    [InlineData("data / takes x")]
    [InlineData("data / takes y")]
    [InlineData("data / of k1 / is in k1")]
    [InlineData("data / of k2 / is in k2")]
    public void Names_are_filled_in_from_the_data(string name) =>
        Assert.Single(Passes.Value.Tests, t => t.Test.Name == name);

    [Theory]
    [InlineData("skipping / is skipped", "-Skip")]
    [InlineData("skipping / skips itself", "no device")]
    [InlineData("skipping / a whole block / is skipped too", "-Skip")]
    public void What_is_skipped_is_reported_as_skipped(string name, string reason)
    {
        var test = Passes.Value.Tests.Single(t => t.Test.Name == name);

        Assert.Equal(PesterOutcome.Skipped, test.Outcome);
        Assert.Equal(reason, test.Message);
    }

    [Theory]
    [InlineData("failures / wrong value", "because one is not two")]
    [InlineData("failures / wrong list", "@(1, 2, 3)")]
    [InlineData("failures / null is not empty text", "to be $null")]
    [InlineData("failures / unknown operator", "BeWonderful")]
    [InlineData("failures / no operator", "parameter")]
    [InlineData("failures / unknown parameter", "Bogus")]
    [InlineData("failures / mock", "this runner does not have it")]
    [InlineData("failures / throws", "as it was told")]
    [InlineData("failures / division", "divide by zero")]
    [InlineData("failures / unknown command", "Get-NoSuchThing")]
    [InlineData("failures / does not throw", "no exception was thrown")]
    [InlineData("failures / throws something else", "message like 'b*'")]
    [InlineData("failures / throws after all", "Expected no exception")]
    [InlineData("failures / is no script block", "script block")]
    [InlineData("failures / leaves by break", "break")]
    [InlineData("failures / each value counts", "to be $true")]
    [InlineData("failures / not count", "not to have 2 items")]
    [InlineData("failures / It inside It", "cannot stand inside")]
    [InlineData("setup / BeforeAll / does not run", "no device")]
    [InlineData("setup / BeforeAll / inner / does not run either", "no device")]
    [InlineData("setup / BeforeEach / fails before", "no ksock")]
    [InlineData("setup / AfterEach / fails after", "not closed")]
    public void A_failure_is_reported_with_its_reason(string name, string reason)
    {
        var test = Fails.Value.Tests.Single(t => t.Test.Name == name);

        Assert.Equal(PesterOutcome.Failed, test.Outcome);
        Assert.Contains(reason, test.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void No_test_of_the_failing_script_passes()
    {
        Assert.All(Fails.Value.Tests, t => Assert.Equal(PesterOutcome.Failed, t.Outcome));
        Assert.False(Fails.Value.Succeeded);
    }

    [Fact]
    public void A_failure_shows_the_line_of_the_script()
    {
        var test = Fails.Value.Tests.Single(t => t.Test.Name == "failures / wrong value");

        Assert.Contains("Fails.ps1: line 2", test.Message, StringComparison.Ordinal);
        Assert.Contains("1 | Should -Be 2", test.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NoTests.ps1", "has no tests")]
    [InlineData("DoesNotParse.ps1", "Missing closing '}'")]
    [InlineData("ThrowsInDiscovery.ps1", "in discovery")]
    [InlineData("UnsupportedInDiscovery.ps1", "InModuleScope")]
    [InlineData("EmptyForEach.ps1", "is empty")]
    [InlineData("AfterAllFails.ps1", "cannot clean")]
    [InlineData("DoesNotExist.ps1", "DoesNotExist.ps1")]
    public void A_file_that_cannot_be_run_as_a_whole_fails(string sample, string reason)
    {
        var result = Run(sample);

        Assert.False(result.Succeeded);
        Assert.Contains(result.Errors, e => e.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_test_that_was_found_and_never_ran_is_no_pass()
    {
        var result = Run("Exits.ps1");

        Assert.Equal(PesterOutcome.Passed, result.Tests[0].Outcome);
        Assert.Equal(PesterOutcome.NotRun, result.Tests[1].Outcome);
        Assert.Equal(PesterOutcome.NotRun, result.Tests[2].Outcome);
        Assert.False(result.Succeeded);
    }

    [Fact]
    public void A_test_that_takes_too_long_is_stopped_and_named()
    {
        var result = PesterRunner.Run(TestPaths.Sample("Hangs.ps1"), Options with { StepTimeout = TimeSpan.FromSeconds(3) });

        Assert.False(result.Succeeded);
        Assert.Contains("'d / hangs' took longer than 3 s", result.Errors[0], StringComparison.Ordinal);
        Assert.All(result.Tests, t => Assert.Equal(PesterOutcome.NotRun, t.Outcome));
    }

    [Fact]
    public void A_module_that_cannot_be_imported_fails_the_file()
    {
        var result = PesterRunner.Run(TestPaths.Sample("Passes.ps1"), Options with { Modules = ["/nowhere/No.psd1"] });

        Assert.False(result.Succeeded);
        Assert.Contains("/nowhere/No.psd1", result.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Discovery_alone_finds_the_same_tests()
    {
        var (tests, errors) = PesterRunner.Discover(TestPaths.Sample("Passes.ps1"), Options);

        Assert.Empty(errors);
        Assert.Equal(Passes.Value.Tests.Select(t => t.Test), tests);
    }

    private static PesterOptions Options => new() { CreateSessionState = Limpet.Shell.Hosting.ShellRunspace.CreateSessionState };

    private static PesterFileResult Run(string sample) => PesterRunner.Run(TestPaths.Sample(sample), Options);
}
