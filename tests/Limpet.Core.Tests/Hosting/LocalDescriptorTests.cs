using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Faults;

namespace Limpet.Core.Tests.Hosting;

/// <summary>What a Ksock holds of the system while threads wait for it, and that it is given back.</summary>
[Collection(FaultCollection.Name)]
public sealed class LocalDescriptorTests
{
    [Fact]
    public async Task A_closed_Ksock_holds_no_descriptor_however_often_it_was_waited_for()
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var buses = EmbeddedBuses.Private();
        using var sender = buses.Open(0);
        var receiver = buses.Open(0);
        receiver.Bind("$.A", BindingKind.Listener);
        var before = OpenDescriptors.Events();
        for (var i = 0; i < 10; i++)
        {
            var receiving = new WaitingThread<KbusMessage>(() => receiver.Receive(giveUp.Token));
            receiving.FallsAsleep();
            sender.Send(KbusMessage.Announcement("$.A"));
            await receiving.Result;
        }

        Assert.InRange(OpenDescriptors.Events(), 0, before + 1);
        receiver.Dispose();
        Assert.InRange(OpenDescriptors.Events(), 0, before);
        GC.KeepAlive(receiver);
    }
}
