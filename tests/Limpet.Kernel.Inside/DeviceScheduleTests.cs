using Limpet.Core.Tests.Schedules;

namespace Limpet.Core.Tests.Device;

/// <summary>A device whose server and users hesitate wherever threads meet; the other scenarios need no device, and are in tests/Limpet.Core.Tests.</summary>
public sealed class DeviceScheduleTests
{
    [Fact]
    public Task Threads_that_hesitate_wherever_they_meet_lose_nothing_and_none_is_stuck() => ScheduleProcess.AssertNothingIsBroken("device", seed: 4);
}
