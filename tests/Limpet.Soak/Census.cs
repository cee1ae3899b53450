using System.Globalization;

namespace Limpet.Soak;

/// <summary>What a process holds that traffic and faults may have left behind.</summary>
/// <param name="Threads">Those of its threads that count.</param>
/// <param name="Descriptors">Sockets and eventfds.</param>
/// <param name="Memory">Bytes in use once the garbage is collected.</param>
internal sealed record Census(int Threads, int Descriptors, long Memory)
{
    private const long MemorySlack = 16 * 1024 * 1024;

    // What is opened when it is first needed and then kept: a connection to wait on for each member. What leaks leaks with every fault.
    private const int DescriptorSlack = 8;
    private const int ThreadSlack = 1;

    /// <summary>Takes that of this process.</summary>
    /// <param name="threads">How the names begin of the threads that count.</param>
    public static Census Take(params string[] threads)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // GetTotalMemory counts on while others allocate, and was seen to come out below nothing.
        var heap = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return new Census(CountThreads(threads), CountDescriptors(), heap.HeapSizeBytes - heap.FragmentedBytes);
    }

    public static Census Parse(string text)
    {
        var numbers = text.Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        return new Census((int)numbers[0], (int)numbers[1], numbers[2]);
    }

    /// <summary>Whether nothing was left behind since then.</summary>
    public bool IsNoMoreThan(Census before) => Threads <= before.Threads + ThreadSlack && Descriptors <= before.Descriptors + DescriptorSlack && Memory <= before.Memory + MemorySlack;

    /// <summary>The three numbers.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Threads} {Descriptors} {Memory}");

    private static int CountThreads(string[] names) => Directory.GetDirectories("/proc/self/task").Count(task => Array.Exists(names, name => ReadName(task).StartsWith(name, StringComparison.Ordinal)));

    private static string ReadName(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm"));
        }
        catch (IOException)
        {
            // It has ended since.
            return "";
        }
    }

    private static int CountDescriptors() => Directory.GetFiles("/proc/self/fd").Count(
        fd => new FileInfo(fd).LinkTarget is { } target && (target.StartsWith("socket:", StringComparison.Ordinal) || target.Contains("eventfd", StringComparison.Ordinal)));
}
