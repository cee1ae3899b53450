using System.Collections.Concurrent;
using System.Text;

namespace Limpet.Schedules.Perturbing;

/// <summary>What the rewritten core calls before and after everything by which one thread may meet another.</summary>
public static class Perturbation
{
    private static readonly ConcurrentDictionary<Thread, HesitantThread> Threads = new();
    private static string[] s_places = [];
    private static uint s_seed;
    private static int s_ordinal;

    [ThreadStatic]
    private static HesitantThread? t_thread;

    /// <summary>How often any thread came to a point.</summary>
    internal static long Visits => Threads.Values.Sum(thread => thread.Visits);

    /// <summary>Which points there are; the number of one is its place in the list.</summary>
    internal static void Learn(string[] places) => s_places = places;

    /// <summary>From now on threads hesitate as that seed says.</summary>
    internal static void Begin(int seed)
    {
        foreach (var thread in Threads.Keys.Where(thread => !thread.IsAlive))
        {
            Threads.TryRemove(thread, out _);
        }

        Volatile.Write(ref s_seed, (uint)seed * 2_654_435_761u);
    }

    /// <summary>A point; called by the rewritten core alone.</summary>
    public static void At(int place) => (t_thread ??= Meet()).Hesitate(place, Volatile.Read(ref s_seed));

    /// <summary>Where each thread came by last.</summary>
    internal static string Describe()
    {
        var text = new StringBuilder();
        foreach (var (thread, hesitant) in Threads.Where(pair => pair.Key.IsAlive).OrderBy(pair => pair.Key.ManagedThreadId))
        {
            text.AppendLine($"  {thread.Name ?? "(a thread without a name)"}: {thread.ThreadState}, last {s_places.ElementAtOrDefault(hesitant.Place)}");
        }

        return text.ToString();
    }

    private static HesitantThread Meet()
    {
        var met = new HesitantThread((uint)Interlocked.Increment(ref s_ordinal));
        Threads[Thread.CurrentThread] = met;
        return met;
    }
}
