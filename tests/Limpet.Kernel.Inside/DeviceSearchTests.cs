using Limpet.Core.Ksocks;
using Limpet.Core.Ksocks.Device;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Bus.Search;

namespace Limpet.Core.Tests.Device;

/// <summary>The bus behind <c>/dev/kbus0</c> and the naive model do the same, whatever is asked of them through the kernel.</summary>
public sealed class DeviceSearchTests
{
    [Fact]
    public void A_Ksock_of_a_device_does_as_the_model()
        => BusSearch.Check(BusOperation.Usual, sequences: 10, length: 200, (operations, _) =>
        {
            using var world = new DeviceWorld();
            var (lastKsock, lastSerial) = SoFar();
            var run = new BusRun(new SearchedWorld(world), uniqueIds: false, lastSerial, lastKsock);
            foreach (var operation in operations)
            {
                run.Do(operation);
            }

            run.DrainAll();
        });

    // What the device gave before: other tests have used it.
    private static (uint Ksock, uint Serial) SoFar()
    {
        using var ksock = DeviceKsock.Open(0);
        return (ksock.Id, ksock.Send(KbusMessage.Announcement("$.Before")).Serial);
    }
}
