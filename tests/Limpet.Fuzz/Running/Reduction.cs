using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Limpet.Fuzzing.Running;

/// <summary>
/// Picks the few of many inputs that together go everywhere all of them go: the shortest first, those that go where none did before. For an instrumented core alone.
/// </summary>
internal static unsafe class Reduction
{
    // The size of the map is SharpFuzz's and AFL's.
    private const int MapSize = 65536;

    public static int Run(string name, string from, string to, int most)
    {
        var map = (byte*)NativeMemory.AllocZeroed(MapSize);
        Trace.SharedMem = map;
        var target = FuzzTargets.Named(name);
        var been = new HashSet<(int Edge, int Often)>();

        // What runs once, or is compiled now, is nobody's merit.
        Visit(target, [], map);
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(to).Order(StringComparer.Ordinal))
        {
            been.UnionWith(Visit(target, File.ReadAllBytes(file), map));
        }

        var found = new List<(byte[] Input, HashSet<(int, int)> Gone)>();
        foreach (var file in Directory.GetFiles(from).OrderBy(path => new FileInfo(path).Length))
        {
            var input = File.ReadAllBytes(file);
            found.Add((input, Visit(target, input, map)));
        }

        // The one that adds most first, so that a few are worth most.
        var kept = 0;
        while (kept < most)
        {
            found.ForEach(one => one.Gone.ExceptWith(been));
            found.RemoveAll(one => one.Gone.Count == 0);
            if (found.Count == 0)
            {
                break;
            }

            var best = found.MaxBy(one => one.Gone.Count);
            been.UnionWith(best.Gone);
            File.WriteAllBytes(Path.Combine(to, $"found-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(best.Input))[..12]}"), best.Input);
            kept++;
        }

        Console.WriteLine($"{target.Name}: {kept} kept, {found.Count} more would add something; {been.Count} places in all");
        return 0;
    }

    private static HashSet<(int Edge, int Often)> Visit(FuzzTarget target, byte[] input, byte* map)
    {
        new Span<byte>(map, MapSize).Clear();
        Trace.PrevLocation = 0;
        try
        {
            FuzzRun.Check(target, input);
        }
        catch (FuzzFailureException e)
        {
            Console.Error.WriteLine(e.Message);
        }

        var gone = new HashSet<(int, int)>();
        for (var i = 0; i < MapSize; i++)
        {
            if (map[i] != 0)
            {
                gone.Add((i, Math.Min(3, System.Numerics.BitOperations.Log2(map[i]))));
            }
        }

        return gone;
    }
}
