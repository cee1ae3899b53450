namespace Limpet.Core.Tests.Schedules;

/// <summary>Short runs of tests/Limpet.Schedules, which <c>./build.ps1 -Task Schedules</c> runs for ten minutes each.</summary>
public sealed class ScheduleTests
{
    [Theory]
    [InlineData("bus", 1)]
    [InlineData("members", 2)]
    [InlineData("limpets", 3)]
    public Task Threads_that_hesitate_wherever_they_meet_lose_nothing_and_none_is_stuck(string scenario, int seed) => ScheduleProcess.AssertNothingIsBroken(scenario, seed);
}
