using Limpet.Core.Bus;
using Limpet.Core.Messages;

namespace Limpet.Parts;

/// <summary>An engine with listeners and bindings, on which a message is sent and taken by each.</summary>
internal sealed class BusBench
{
    private readonly BusKsock _sender;
    private readonly BusKsock[] _listeners;
    private readonly KbusMessage _message = new(MessageName.Parse(Samples.Name), new byte[64]);

    public BusBench(int listeners, int bindings)
    {
        var device = new BusDevice(0);
        _listeners = [.. Enumerable.Range(0, listeners).Select(_ => device.Open())];
        Array.ForEach(_listeners, listener => Must(listener.Bind(Samples.Name, BindingKind.Listener)));
        var others = device.Open();
        for (var i = 0; i < bindings; i++)
        {
            Must(others.Bind($"$.Other.N{i}", BindingKind.Listener));
        }

        _sender = device.Open();
    }

    /// <summary>Sends it, and gives how many took it.</summary>
    public int Pass()
    {
        Must(_sender.Send(_message, out _));
        var taken = 0;
        foreach (var listener in _listeners)
        {
            taken += listener.Receive() is null ? 0 : 1;
        }

        return taken;
    }

    private static void Must(Errno error)
    {
        if (error != Errno.None)
        {
            throw new InvalidOperationException($"The engine says {error}.");
        }
    }
}
