using System.Diagnostics;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Device;

/// <summary>Somebody sets the machine's clock, by an hour forth and back, while Limpets run: it is this kernel's alone.</summary>
public sealed class ClockJumpTests : IDisposable
{
    private const int Messages = 300;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("limpet-clock-");
    private readonly EmbeddedBuses _buses = EmbeddedBuses.Private();
    private readonly CancellationTokenSource _timeout = new(Patience);
    private readonly ManualResetEventSlim _connected = new();
    private readonly TaskCompletionSource<LimpetOutcome> _disconnected = new();
    private readonly Endpoint _endpoint;
    private int _lost;

    public ClockJumpTests() => _endpoint = Endpoint.Parse($"unix:{Path.Combine(_directory.FullName, "limpet")}");

    public void Dispose()
    {
        _buses.Dispose();
        _timeout.Dispose();
        _connected.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Nothing_is_lost_or_late_and_nobody_leaves()
    {
        using var client = LimpetService.Connect(_endpoint, Options(0));
        client.Start();
        using var jumping = new CancellationTokenSource();
        var jumps = Task.Factory.StartNew(() => JumpAbout(jumping.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        // The client waits before it tries again, by then.
        using var server = LimpetService.Listen(_endpoint, Options(1));
        server.Start();
        Assert.True(_connected.Wait(Patience), "The Limpets did not find each other.");
        using var listener = _buses.Open(1);
        listener.Bind("$.A", BindingKind.Listener);
        using var speaker = _buses.Open(0);
        for (var i = 0; i < Messages; i++)
        {
            speaker.Send(new KbusMessage(MessageName.Parse("$.A"), BitConverter.GetBytes(i)) { Flags = MessageFlags.AllOrWait }, _timeout.Token);
            Assert.Equal(i, BitConverter.ToInt32(listener.Receive(_timeout.Token).Data.Span));
        }

        await jumping.CancelAsync();
        Assert.InRange(await jumps, 4, int.MaxValue);
        Assert.Equal(0, Volatile.Read(ref _lost));
        Assert.InRange(client.InStateFor, TimeSpan.Zero, Patience * 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_message_that_does_not_end_has_the_time_that_it_has(int hours)
    {
        var timeout = TimeSpan.FromSeconds(1);
        using var server = LimpetService.Listen(_endpoint, Options(1) with { MessageTimeout = timeout });
        server.Start();
        using var peer = _endpoint.Connect(Patience);
        peer.Send([.. "HELO"u8, 0, 0, 0, 1]);
        Assert.True(_connected.Wait(Patience));
        var since = Stopwatch.StartNew();
        peer.Send("subK"u8);
        MachineClock.Jump(Hour * hours);
        try
        {
            Assert.IsType<LimpetTimeoutException>((await _disconnected.Task.WaitAsync(Patience)).Error);
            Assert.InRange(since.Elapsed, timeout, Patience);
        }
        finally
        {
            MachineClock.Jump(-Hour * hours);
        }
    }

    // Every jump is taken back in the end.
    private static int JumpAbout(CancellationToken cancellationToken)
    {
        var jumps = 0;
        do
        {
            MachineClock.Jump(jumps % 4 is 0 or 3 ? Hour : -Hour);
            jumps++;
        }
        while (!cancellationToken.WaitHandle.WaitOne(50) || jumps % 4 != 0);
        return jumps;
    }

    private LimpetOptions Options(int bus) => new()
    {
        OpenKsock = () => _buses.Open(bus),
        NetworkId = (uint)bus + 1,
        LongestRetry = TimeSpan.FromSeconds(1),
        OnEvent = e =>
        {
            if (e is ConnectedEvent)
            {
                _connected.Set();
            }
            else if (e is DisconnectedEvent disconnected)
            {
                Interlocked.Increment(ref _lost);
                _disconnected.TrySetResult(disconnected.Outcome);
            }
        },
    };
}
