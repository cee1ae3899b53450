using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Device;

/// <summary>Tests that open Ksocks on the devices, each of which may take half a minute.</summary>
public abstract class DeviceTests : IDisposable
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private protected DeviceWorld World { get; } = new();

    private protected CancellationTokenSource GiveUp { get; } = new(Patience);

    public void Dispose()
    {
        World.Dispose();
        GiveUp.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected IKsock Listener(string name)
    {
        var listener = World.Open();
        listener.Bind(name, BindingKind.Listener);
        return listener;
    }
}
