namespace Limpet.Fuzzing.Seeds;

/// <summary>Writes what each search begins with: recorded bytes, and one of each thing that there is, made by the code that writes them.</summary>
internal static class SeedWriter
{
    public static void WriteAll()
    {
        foreach (var (target, seeds) in Seeds())
        {
            var folder = Path.Combine(FuzzTargets.Corpus, target);
            Directory.CreateDirectory(folder);
            var count = 0;
            foreach (var seed in seeds)
            {
                File.WriteAllBytes(Path.Combine(folder, $"seed-{++count:00}"), seed);
            }
        }
    }

    private static IEnumerable<(string Target, IEnumerable<byte[]> Seeds)> Seeds() =>
    [
        ("wire", WireSeeds.Streams()),
        ("helo", WireSeeds.Helos()),
        ("farewell", WireSeeds.Farewells()),
        ("alert", WireSeeds.Alerts()),
        ("memory64", MemorySeeds.Messages(Core.Messages.InMemory.MemoryLayout.Bits64)),
        ("memory32", MemorySeeds.Messages(Core.Messages.InMemory.MemoryLayout.Bits32)),
        ("bindevent", MemorySeeds.BindEvents()),
        ("member", MemberSeeds.Members()),
        ("host", MemberSeeds.Hosts()),
        ("cuse", KernelSeeds.Device()),
        ("files", KernelSeeds.Files()),
        ("endpoint", TextSeeds.Endpoints()),
        ("name", TextSeeds.Names()),
        ("pattern", TextSeeds.Patterns()),
        ("bindings", TextSeeds.Bindings()),
        ("config", TextSeeds.Configs()),
    ];
}
