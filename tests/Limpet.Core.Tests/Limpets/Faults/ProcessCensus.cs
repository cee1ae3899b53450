using Limpet.Core.Limpets.Events;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Session;
using Limpet.Soak;

namespace Limpet.Core.Tests.Limpets.Faults;

/// <summary>What this process holds that a Limpet might have left behind: threads by their names, descriptors by what they are of, and memory.</summary>
internal static class ProcessCensus
{
    private const long MemorySlack = 8 * 1024 * 1024;

    // Threads of Limpets, and of the tests' own proxies and peers.
    private static readonly string[] Threads = ["limpet", "fault", "original"];

    public static Census Take() => Census.Take(Threads);

    /// <summary>Does it, and fails where anything of it remains. What the runtime opens once for all is opened before.</summary>
    public static async Task NothingRemains(Func<Task> episode)
    {
        WarmUp();
        var before = Take();
        await episode();
        Census? after = null;
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
}
