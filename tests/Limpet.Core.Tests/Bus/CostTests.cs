using Limpet.Core.Bus;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus;

/// <summary>A send costs what its recipients cost and not what there are bindings; counted, since a clock would lie on a busy machine.</summary>
public sealed class CostTests
{
    [Theory]
    [InlineData(MessageFlags.None)]
    [InlineData(MessageFlags.WantAReply)]
    public void Ten_thousand_other_bindings_do_not_change_what_a_send_looks_at(MessageFlags flags)
    {
        Assert.Equal(LookedAt(flags, others: 0), LookedAt(flags, others: 10_000));
    }

    [Fact]
    public void What_a_send_looks_at_grows_with_its_recipients_alone()
    {
        var device = new BusDevice(0);
        var sender = device.Open();
        long[] looked = [Listeners(1), Listeners(9), Listeners(90)];
        Assert.Equal([looked[0] + 9, looked[0] + 99], looked[1..]);

        long Listeners(int more)
        {
            for (var i = 0; i < more; i++)
            {
                device.Open().Bind("$.Target.One", BindingKind.Listener);
            }

            return Cost(device, sender, MessageFlags.None);
        }
    }

    [Fact]
    public void Names_that_were_bound_and_unbound_leave_nothing_behind()
    {
        var device = new BusDevice(0);
        var binder = device.Open();
        for (var i = 0; i < 10_000; i++)
        {
            var name = $"$.Target.N{i}.*";
            Assert.Equal(Errno.None, binder.Bind(name, BindingKind.Listener));
            Assert.Equal(Errno.None, binder.Unbind(name, BindingKind.Listener));
        }

        Assert.Equal(Cost(new BusDevice(0), null, MessageFlags.None), Cost(device, null, MessageFlags.None));
        Assert.Empty(device.Bindings);
    }

    private static long LookedAt(MessageFlags flags, int others)
    {
        var device = new BusDevice(0);
        var target = device.Open();
        target.Bind("$.Target.One", BindingKind.Listener);
        target.Bind("$.Target.One", BindingKind.Replier);
        var crowd = device.Open();
        for (var i = 0; i < others; i++)
        {
            var name = (i % 5) switch
            {
                0 => $"$.Target.N{i}",
                1 => $"$.N{i}.*",
                2 => $"$.Target.One.N{i}",
                3 => $"$.Target.N{i}.%",
                _ => $"$.Elsewhere.N{i}.One",
            };
            Assert.Equal(Errno.None, crowd.Bind(name, i % 3 == 0 ? BindingKind.Replier : BindingKind.Listener));
        }

        var cost = Cost(device, null, flags);
        Assert.Equal(flags == MessageFlags.None ? 1u : 2u, target.QueuedMessages);
        Assert.Equal(0u, crowd.QueuedMessages);
        return cost;
    }

    private static long Cost(BusDevice device, BusKsock? sender, MessageFlags flags)
    {
        sender ??= device.Open();
        var before = device.LookedAtForMessages;
        Assert.Equal(Errno.None, sender.Send(KbusMessage.Announcement("$.Target.One") with { Flags = flags }, out _));
        return device.LookedAtForMessages - before;
    }
}
