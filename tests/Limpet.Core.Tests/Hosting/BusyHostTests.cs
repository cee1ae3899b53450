using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>A process that is to host a bus and never does. It is waited for five seconds, so this has a file of its own.</summary>
public sealed class BusyHostTests : SharedBusTests
{
    [Fact]
    public async Task Whoever_holds_the_lock_and_does_not_listen_is_told_of_with_the_lock()
    {
        using var door = BusDoor.TryTake(BusDirectory.Prepare(Folder.At("bus"), 3), 3);
        var opening = new WaitingThread<IKsock>(() => First.Open(3));
        var error = await Assert.ThrowsAsync<KbusException>(() => opening.Result);
        Assert.Equal((Errno.EBUSY, 3), (error.Errno, error.Device));
        Assert.Contains(Folder.At("bus/kbus3.lock"), error.Message, StringComparison.Ordinal);
    }
}
