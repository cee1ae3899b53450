using System.Text;
using CsCheck;

namespace Limpet.Core.Tests.Bus.Search;

/// <summary>
/// Runs random sequences, the same ones each time, and cuts one that fails down to the operations that matter. To look further than usual set
/// <c>LIMPET_SEARCH</c> to how many times the usual number of sequences to run.
/// </summary>
internal static class BusSearch
{
    private const int MostCuts = 3000;

    /// <summary>Runs the sequences; <paramref name="run"/> throws where one fails.</summary>
    /// <returns>How many were run.</returns>
    public static int Check(Gen<BusOperation> operation, int sequences, int length, Action<IReadOnlyList<BusOperation>, uint> run)
    {
        var times = int.TryParse(Environment.GetEnvironmentVariable("LIMPET_SEARCH"), out var wanted) ? wanted : 1;
        var gen = operation.List[length];
        for (uint seed = 1; seed <= sequences * times; seed++)
        {
            IReadOnlyList<BusOperation> found = gen.Generate(new PCG(1, seed), null, out _);
            if (Fails(found, seed, run) is not null)
            {
                var cut = Cut(found, seed, run);
                var text = new StringBuilder($"Sequence {seed} of {length} operations fails; so do these {cut.Count} of them:\n");
                foreach (var step in cut)
                {
                    text.Append("  ").Append(step).Append('\n');
                }

                Assert.Fail(text.Append(Fails(cut, seed, run)).ToString());
            }
        }

        return sequences * times;
    }

    private static Exception? Fails(IReadOnlyList<BusOperation> operations, uint seed, Action<IReadOnlyList<BusOperation>, uint> run)
    {
        try
        {
            run(operations, seed);
            return null;
        }
        catch (Exception error)
        {
            // Whatever the engine throws is a failure of this sequence, which is to be cut down and shown.
            return error;
        }
    }

    private static List<BusOperation> Cut(IReadOnlyList<BusOperation> operations, uint seed, Action<IReadOnlyList<BusOperation>, uint> run)
    {
        List<BusOperation> kept = [.. operations];
        var cuts = 0;
        for (var piece = kept.Count / 2; piece > 0; piece /= 2)
        {
            for (var start = 0; start < kept.Count && cuts < MostCuts;)
            {
                cuts++;
                List<BusOperation> fewer = [.. kept.Take(start), .. kept.Skip(start + piece)];
                if (Fails(fewer, seed, run) is not null)
                {
                    kept = fewer;
                }
                else
                {
                    start += piece;
                }
            }
        }

        return kept;
    }
}
