using System.Globalization;
using Limpet.Fuzzing;
using Limpet.Fuzzing.Running;

namespace Limpet.Core.Tests.Fuzzing;

/// <summary>
/// Every parser of what others wrote, under all that the coverage-guided search (tests/Limpet.Fuzz) was begun with and found, and under as many random changes of
/// it. <c>LIMPET_FUZZ_SEED</c> makes the same changes again.
/// </summary>
public sealed class CorpusTests
{
    private const int Mutations = 2000;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void What_was_found_is_survived(string name)
    {
        var target = FuzzTargets.Named(name);
        var files = Directory.GetFiles(Path.Combine(FuzzTargets.Corpus, name));
        Assert.True(files.Length >= 4, $"there are only {files.Length} inputs for '{name}'");
        Assert.True(files.Length <= 100, $"there are {files.Length} inputs for '{name}', which is more than each run needs");
        foreach (var file in files)
        {
            Run(target, File.ReadAllBytes(file), $"'{file}'");
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void What_is_like_it_is_survived(string name)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LIMPET_FUZZ_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        var target = FuzzTargets.Named(name);
        var inputs = Directory.GetFiles(Path.Combine(FuzzTargets.Corpus, name)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
        for (var i = 0; i < Mutations; i++)
        {
            var input = Mutation.Of(inputs[random.Next(inputs.Count)], inputs, random);
            Run(target, input, $"Mutation {i} of LIMPET_FUZZ_SEED={seed}, {Convert.ToBase64String(input)},");
        }
    }

    [Fact]
    public void Each_folder_of_the_corpus_is_a_targets()
        => Assert.Equal(FuzzTargets.All.Select(target => target.Name).Order(StringComparer.Ordinal), Directory.GetDirectories(FuzzTargets.Corpus).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private static void Run(FuzzTarget target, byte[] input, string what)
    {
        try
        {
            FuzzRun.Check(target, input);
        }
        catch (FuzzFailureException e)
        {
            Assert.Fail($"{what} for '{target.Name}': {e.Message}");
        }
    }
}
