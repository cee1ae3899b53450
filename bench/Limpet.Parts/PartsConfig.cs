using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Limpet.Parts;

/// <summary>Short runs, in this process: all parts together take some three minutes, and nothing is built while they are measured.</summary>
internal sealed class PartsConfig : ManualConfig
{
    private const int Warmups = 3;
    private const int Iterations = 5;
    private const double IterationMilliseconds = 250;

    public PartsConfig()
    {
        ArtifactsPath = Path.Combine(AppContext.BaseDirectory, "results");
        AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(Warmups)
            .WithIterationCount(Iterations)
            .WithIterationTime(TimeInterval.FromMilliseconds(IterationMilliseconds)));
        AddLogger(ConsoleLogger.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddDiagnoser(MemoryDiagnoser.Default);
        AddExporter(MarkdownExporter.GitHub);
    }
}
