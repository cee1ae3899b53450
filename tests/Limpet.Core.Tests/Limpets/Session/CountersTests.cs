using Limpet.Core.Limpets.Rules;
using Limpet.Core.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>What a Limpet counts, and the sum over its links.</summary>
public sealed class CountersTests
{
    [Fact]
    public void Reasons_are_counted_apart_and_links_together()
    {
        var (all, one) = (new LimpetCounters(), new LimpetCounters());
        one.CountDropped(DropReason.Loop);
        one.CountDropped(DropReason.SentBack);
        one.CountDropped(DropReason.Loop);
        one.CountIn(1);
        one.CountOut(1);
        one.CountRefused();
        one.CountUndelivered(5);
        one.SetRequests(3);
        all.Add(one, running: true);
        all.Add(one, running: false);
        Assert.Equal((2, 2, 2, 10, 3), (all.In, all.Out, all.Refused, all.Undelivered, all.RequestsOutstanding));
        Assert.Equal((6, 4), (all.DroppedInAll, all.Loops));
        Assert.Equal(new Dictionary<DropReason, long> { [DropReason.Loop] = 4, [DropReason.SentBack] = 2 }, all.DroppedByReason());
    }
}
