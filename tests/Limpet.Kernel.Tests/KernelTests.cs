using System.Globalization;
using System.Text.RegularExpressions;

namespace Limpet.Kernel.Tests;

/// <summary>What must hold on a real <c>/dev/kbusN</c>, each test as it ended inside a real kernel.</summary>
public sealed partial class KernelTests
{
    private const long MostGrown = 64 * 1024;

    public static IEnumerable<TheoryDataRow<string>> InsideNames() => InsideTests.List().Select(name => Row("Device", name));

    public static IEnumerable<TheoryDataRow<string>> ProgramNames() => CProgram.DeviceTests().Concat(CProgram.KillTests()).Select(name => Row("C", name));

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
    public void The_server_holds_no_more_after_the_killing_than_before()
    {
        var held = HeldLine().Match(KernelRun.Get().Console);
        Assert.True(held.Success, KernelRun.Get().Console);
        Assert.Equal(held.Groups["before"].Value, held.Groups["after"].Value);

        // 400 processes were killed. One Ksock that stayed for each would be ten times this, and what the runtime keeps for itself is far below.
        var grown = Bytes("bytesAfter") - Bytes("bytesBefore");
        Assert.True(grown < MostGrown, $"The server keeps {grown} bytes more than before; expected fewer than {MostGrown}.");

        long Bytes(string group) => long.Parse(held.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void No_test_inside_is_unknown_outside()
    {
        var run = KernelRun.Get();
        Assert.Empty(run.Inside.Keys.Except(InsideTests.List()));
        Assert.Empty(run.Program.Keys.Except([.. CProgram.DeviceTests(), .. CProgram.KillTests()]));
    }

    // The runner shortens arguments, and a row must say which test it is.
    private static TheoryDataRow<string> Row(string what, string name) => new(name) { TestDisplayName = $"{what}: {name.Replace("Limpet.Core.Tests.Device.", "", StringComparison.Ordinal)}" };

    [GeneratedRegex(
        @"held (?<before>\d+) descriptors and (?<bytesBefore>\d+) bytes before and (?<after>\d+) descriptors and (?<bytesAfter>\d+) bytes after",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeldLine();
}
