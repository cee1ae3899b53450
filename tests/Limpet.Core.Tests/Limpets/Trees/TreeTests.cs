using Limpet.Core.Tests.Limpets.Faults;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Trees;

/// <summary>Trees, chains and stars of buses, joined by Limpets with sockets between them, and everybody on them talking to everybody else.</summary>
public sealed class TreeTests
{
    private const int Each = 60;

    [Theory]
    [InlineData("tree", 1)]
    [InlineData("tree", 2)]
    [InlineData("tree", 3)]
    [InlineData("chain", 4)]
    [InlineData("star", 5)]
    public async Task Everything_comes_once_and_in_order_and_every_Request_is_answered(string shape, int seed)
    {
        using var tree = new BusTree(BusTree.Parents(shape, new Random(seed)), seed);
        await tree.SendAndHearEverything(Each);
    }

    [Theory]
    [InlineData("tree")]
    [InlineData("chain")]
    [InlineData("star")]
    public async Task Eight_buses_hear_and_answer_one_another(string shape)
    {
        int[] parents = shape switch { "chain" => [1, 2, 3, 4, 5, 6, 7], "star" => [1, 1, 1, 1, 1, 1, 1], _ => [1, 1, 2, 2, 3, 3, 4] };
        using var tree = new BusTree(parents, seed: 8);
        await tree.SendAndHearEverything(Each);
    }

    [Theory]
    [InlineData("tree", 11)]
    [InlineData("chain", 12)]
    [InlineData("star", 13)]
    public async Task With_links_cut_and_restored_nothing_comes_twice_every_Request_is_answered_and_then_all_flows_again(string shape, int seed)
    {
        var random = new Random(seed);
        using var tree = new BusTree(BusTree.Parents(shape, random), seed, static _ => FaultPlan.None);
        var sending = tree.SendFromAll(each: 400, whole: false);
        var cuts = 0;
        for (; cuts < 10 && !sending.IsCompleted; cuts++)
        {
            var cut = tree.Branches.Where(_ => random.Next(2) == 0).Take(3).ToList();
            cut.ForEach(b => b.TakeDown(reset: random.Next(2) == 0));

            // Some traffic meets the gap, and some the links that come back.
            AwaitTraffic(tree, sending);
            cut.ForEach(b => b.Restore());
            AwaitTraffic(tree, sending);
        }

        await sending.WaitAsync(Junction.Patience);
        Assert.InRange(cuts, 1, 10);
        foreach (var heard in tree.HearAll())
        {
            Assert.All(heard.Values, numbers => Assert.Equal(numbers.Distinct().Order(), numbers));
        }

        tree.AwaitRepliers();
        await tree.SendAndHearEverything(Each);
    }

    private static void AwaitTraffic(BusTree tree, Task sending)
    {
        var until = tree.Sent + 50;
        Assert.True(SpinWait.SpinUntil(() => tree.Sent >= until || sending.IsCompleted, Junction.Patience));
    }
}
