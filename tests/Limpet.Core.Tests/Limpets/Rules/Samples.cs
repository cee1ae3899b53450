using CsCheck;

namespace Limpet.Core.Tests.Limpets.Rules;

/// <summary>
/// Runs random samples, the same ones each time. To look further than usual set <c>LIMPET_SEARCH</c> to how many times the usual number of samples to run.
/// </summary>
internal static class Samples
{
    public static void Check<T>(Gen<T> gen, int usually, Action<T> check)
    {
        var times = int.TryParse(Environment.GetEnvironmentVariable("LIMPET_SEARCH"), out var wanted) ? wanted : 1;
        for (uint seed = 1; seed <= usually * times; seed++)
        {
            var sample = gen.Generate(new PCG(1, seed), null, out _);
            try
            {
                check(sample);
            }
            catch (Exception error)
            {
                // Whatever is thrown is a failure of this sample, which is to be named.
                throw new InvalidOperationException($"Sample {seed} fails, {sample}: {error.Message}", error);
            }
        }
    }
}
