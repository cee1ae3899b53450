using Limpet.Core.Bus;
using Limpet.Core.Messages;
using Limpet.Load.Kbus;
using Limpet.Load.Measuring;

namespace Limpet.Load.Traffic;

/// <summary>The bus engine alone: one sender and some listeners on one thread, each message sent and then taken by each of them.</summary>
internal sealed class EngineJob : IActiveJob
{
    private const int LookAtClockEvery = 256;

    private readonly BusKsock _sender;
    private readonly BusKsock[] _listeners;
    private readonly KbusMessage _message;

    public EngineJob(int size, int listeners, int bindings)
    {
        var device = new BusDevice(0);
        _listeners = [.. Enumerable.Range(0, listeners).Select(_ => device.Open())];
        foreach (var listener in _listeners)
        {
            Bound(listener.Bind(Names.Announced, BindingKind.Listener));
        }

        var others = device.Open();
        for (var i = 0; i < bindings; i++)
        {
            Bound(others.Bind(Names.Other(i), BindingKind.Listener));
        }

        _sender = device.Open();
        _message = new KbusMessage(MessageName.Parse(Names.Announced), new byte[size]);

        static void Bound(Errno error)
        {
            if (error != Errno.None)
            {
                throw new InvalidOperationException($"The engine does not bind: {error}.");
            }
        }
    }

    public Ran Run(RunOrder order)
    {
        if (order.Rate > 0)
        {
            throw new InvalidOperationException("The engine runs as fast as it can: what waits for its time on the one thread there is would measure nothing.");
        }

        var first = Clock.Now;
        var until = first + (long)(order.Seconds * 1e9);
        var count = order.Messages ?? long.MaxValue;
        long sent = 0, received = 0, disordered = 0;
        for (; sent < count; sent++)
        {
            if (sent % LookAtClockEvery == 0 && order.Messages is null && Clock.Now >= until)
            {
                break;
            }

            var error = _sender.Send(_message, out var id);
            if (error != Errno.None)
            {
                throw new InvalidOperationException($"The engine does not send: {error}.");
            }

            foreach (var listener in _listeners)
            {
                if (listener.Receive() is not { } message)
                {
                    continue;
                }

                received++;
                disordered += message.Id == id ? 0 : 1;
            }
        }

        return new Ran(sent, first, Lateness: null, new Arrived(received, disordered, Clock.Now, Latency: null));
    }

    public void Dispose()
    {
    }
}
