using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.TestPrograms;

if (args[0] == "serve")
{
    return DeviceServer.Run(args[1], args[2..]);
}

if (args[0] == "open-device")
{
    return DeviceClient.Run(args[1], canWrite: args.Length == 2);
}

if (args[0] == "open-bus")
{
    return BusClient.Run(args[1], args[2]);
}

if (args[0] == "limpet")
{
    return LimpetProcess.Run(args[1], args[2], args[3]);
}

// A process of its own for tests: opens bus N of a directory, is the replier for $.Q, says how it stands, and takes Requests without answering them
// until it is killed or its input ends.
var buses = EmbeddedBuses.Shared(args[0]);
using var ksock = buses.Open(int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture));
ksock.Bind("$.Q", BindingKind.Replier);
Console.WriteLine($"open {ksock.Id} {ksock.Bus}");

using var ended = new CancellationTokenSource();
_ = Task.Run(() =>
{
    while (Console.ReadLine() is not null)
    {
    }

    ended.Cancel();
});

try
{
    while (true)
    {
        Console.WriteLine($"took {ksock.Receive(ended.Token).Id}");
    }
}
catch (OperationCanceledException)
{
    buses.Dispose();
    Console.WriteLine("ended");
}
catch (KbusException e)
{
    Console.WriteLine($"failed {e.Errno}");
}

return 0;
