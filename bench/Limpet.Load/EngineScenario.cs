using System.Diagnostics;
using Limpet.Core.Bus;
using Limpet.Core.Messages;

namespace Limpet.Load;

/// <summary>The bus engine alone: one sender, one listener, one thread, each message sent and taken.</summary>
internal static class EngineScenario
{
    public static Measured Run(int messages, int size, int bindings)
    {
        var device = new BusDevice(0);
        var listener = device.Open();
        listener.Bind("$.Sensors.Kitchen", BindingKind.Listener);
        var others = device.Open();
        for (var i = 0; i < bindings; i++)
        {
            others.Bind($"$.Other.N{i}", BindingKind.Listener);
        }

        var sender = device.Open();
        var message = new KbusMessage(MessageName.Parse("$.Sensors.Kitchen"), new byte[size]);
        Pass(messages / 4);
        var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        Pass(messages);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        return new Measured(messages / elapsed.TotalSeconds, elapsed, (double)allocated / messages);

        void Pass(int count)
        {
            for (var i = 0; i < count; i++)
            {
                if (sender.Send(message, out _) != Errno.None || listener.Receive() is null)
                {
                    throw new InvalidOperationException("A message was not delivered.");
                }
            }
        }
    }
}
