namespace Limpet.Kernel.Tests;

/// <summary>
/// kbus.md 3.1 and 4 as a C compiler lays them out for either word size; these tests need no device. A 64-bit user-mode-linux cannot run 32-bit programs, so of the
/// 32-bit one they are all that is run everywhere; see <see cref="StockKernelTests"/>.
/// </summary>
public sealed class CLayoutTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(32)]
    public void The_C_compiler_lays_messages_and_numbers_out_as_documented(int bits)
    {
        var folder = Directory.CreateTempSubdirectory("limpet-native-");
        try
        {
            var program = Path.Combine(folder.FullName, "kbus_abi");
            if (!CProgram.TryBuild(program, bits, out var printed))
            {
                Assert.SkipWhen(
                    bits == 32 && Environment.GetEnvironmentVariable(KernelRun.RequiredVariable) is not { Length: > 0 },
                    $"gcc cannot build 32-bit programs here (package gcc-multilib): {printed}");
                Assert.Fail(printed);
            }

            CProgram.Run(program, ["layout"], out var tap);
            var results = CProgram.ReadResults(tap);
            Assert.Equal(CProgram.LayoutTests().Order(), results.Keys.Order());
            Assert.All(results.Values, Assert.Null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
