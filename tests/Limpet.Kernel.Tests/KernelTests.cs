namespace Limpet.Kernel.Tests;

/// <summary>What must hold on a real <c>/dev/kbusN</c>, each test as it ended inside a real kernel.</summary>
public sealed class KernelTests
{
    public static TheoryData<string> InsideNames() => [.. InsideTests.List()];

    public static TheoryData<string> ProgramNames() => [.. CProgram.DeviceTests()];

    [Theory]
    [MemberData(nameof(InsideNames))]
    public void A_Ksock_on_a_device(string test)
    {
        var run = KernelRun.Get();
        run.AssertPassed(run.Inside, test);
    }

    [Theory]
    [MemberData(nameof(ProgramNames))]
    public void A_plain_C_program_of_64_bits(string test)
    {
        var run = KernelRun.Get();
        run.AssertPassed(run.Program, test);
    }

    [Fact]
    public void No_test_inside_is_unknown_outside()
    {
        var run = KernelRun.Get();
        Assert.Empty(run.Inside.Keys.Except(InsideTests.List()));
        Assert.Empty(run.Program.Keys.Except([.. CProgram.LayoutTests(), .. CProgram.DeviceTests()]));
    }
}
