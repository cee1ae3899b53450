using Limpet.Core.Limpets.Events;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Faults;

/// <summary>What this process holds that a Limpet might have left behind: threads by their names, descriptors by what they are of, and memory.</summary>
/// <param name="Threads">Threads of Limpets, and of the tests' own proxies and peers.</param>
/// <param name="Descriptors">Sockets and eventfds.</param>
/// <param name="Memory">Bytes that are in use once the garbage is collected.</param>
internal sealed record ProcessCensus(int Threads, int Descriptors, long Memory)
{
    private const long MemorySlack = 8 * 1024 * 1024;

    private static readonly string[] Names = ["limpet", "fault", "original"];

    public static ProcessCensus Take()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return new ProcessCensus(CountThreads(), CountDescriptors(), GC.GetTotalMemory(forceFullCollection: true));
    }

    /// <summary>Does it, and fails where anything of it remains. What the runtime opens once for all is opened before.</summary>
    public static async Task NothingRemains(Func<Task> episode)
    {
        WarmUp();
        var before = Take();
        await episode();
        ProcessCensus? after = null;
        Assert.True(
            SpinWait.SpinUntil(
                () =>
                {
                    after = Take();
                    return after.Threads <= before.Threads && after.Descriptors <= before.Descriptors && after.Memory <= before.Memory + MemorySlack;
                },
                Junction.Patience),
            $"There was {before} before, and is {after} after");
    }

    private static void WarmUp()
    {
        using var junction = new Junction();
        var pair = junction.Join(1, 2);
        var replier = junction.Open(1, replier: "$.Q");
        pair.ClientEvents.Expect<ReplierBoundEvent>();
        _ = junction.Answer(replier, 1);
        var asker = junction.Open(2);
        asker.TrySend(KbusMessage.Request("$.Q"), out _);
        asker.Receive(new List<KbusMessage>(), 1, junction.Timeout);
    }

    private static int CountThreads() => Directory.GetDirectories("/proc/self/task").Count(task => Names.Any(name => Read(task).StartsWith(name, StringComparison.Ordinal)));

    private static string Read(string task)
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
