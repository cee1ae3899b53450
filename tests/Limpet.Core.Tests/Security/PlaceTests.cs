using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Hosting;

namespace Limpet.Core.Tests.Security;

/// <summary>Links and other files that somebody puts where sockets and locks are to be, before and meanwhile: no file but our own is made, changed or removed.</summary>
public sealed class PlaceTests : IDisposable
{
    private const UnixFileMode VictimMode = UnixFileMode.UserRead | UnixFileMode.OtherRead;

    private readonly TemporaryDirectory _folder = new();
    private readonly string _victim;

    public PlaceTests()
    {
        _victim = _folder.At("victim");
        File.WriteAllText(_victim, "untouched");
        File.SetUnixFileMode(_victim, VictimMode);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_link_where_the_lock_of_a_bus_is_to_be_is_refused_and_not_followed()
    {
        Directory.CreateDirectory(_folder.At("bus"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(_folder.At("bus/kbus0.lock"), _folder.At("made"));
        using var buses = EmbeddedBuses.Shared(_folder.At("bus"));
        Assert.Equal(Errno.EIO, Assert.Throws<KbusException>(() => buses.Open(0)).Errno);
        Assert.False(File.Exists(_folder.At("made")));

        File.CreateSymbolicLink(_folder.At("bus/kbus1.lock"), _victim);
        Assert.Equal(Errno.EIO, Assert.Throws<KbusException>(() => buses.Open(1)).Errno);
        IsUntouched();
    }

    [Fact]
    public void A_link_where_the_socket_of_a_bus_is_to_be_is_replaced_and_not_followed()
    {
        Directory.CreateDirectory(_folder.At("bus"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(_folder.At("bus/kbus0.sock"), _victim);
        using var buses = EmbeddedBuses.Shared(_folder.At("bus"));
        using var ksock = buses.Open(0);
        Assert.Null(new FileInfo(_folder.At("bus/kbus0.sock")).LinkTarget);
        IsUntouched();
    }

    [Theory]
    [InlineData((UnixFileMode)0b111_111_111, false)]
    [InlineData((UnixFileMode)0b111_111_111 | UnixFileMode.StickyBit, true)]
    [InlineData((UnixFileMode)0b111_111_101, true)]
    public void The_directory_of_the_buses_may_not_stand_where_everybody_can_replace_it(UnixFileMode mode, bool isTaken)
    {
        Directory.CreateDirectory(_folder.At("everybodys"));
        File.SetUnixFileMode(_folder.At("everybodys"), mode);
        using var buses = EmbeddedBuses.Shared(_folder.At("everybodys/bus"));
        if (isTaken)
        {
            buses.Open(0).Dispose();
            return;
        }

        var error = Assert.Throws<KbusException>(() => buses.Open(0));
        Assert.Equal(Errno.EACCES, error.Errno);
        Assert.Contains("every user may put another in its place (mode 777); expected a sticky one", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.At("everybodys/bus")));
    }

    [Fact]
    public void What_is_no_socket_is_left_alone_where_a_Limpet_is_to_listen()
    {
        File.CreateSymbolicLink(_folder.At("link"), _victim);
        File.CreateSymbolicLink(_folder.At("dangling"), _folder.At("made"));
        Assert.Equal(EndpointFault.NotASocket, Assert.Throws<EndpointException>(() => new UnixEndpoint(_victim).Listen()).Fault);
        Assert.Equal(EndpointFault.NotASocket, Assert.Throws<EndpointException>(() => new UnixEndpoint(_folder.At("link")).Listen()).Fault);
        Assert.Equal(EndpointFault.AddressInUse, Assert.Throws<EndpointException>(() => new UnixEndpoint(_folder.At("dangling")).Listen()).Fault);
        Assert.False(File.Exists(_folder.At("made")));
        IsUntouched();
    }

    [Fact]
    public void A_link_put_in_the_place_of_a_socket_just_made_is_not_followed()
    {
        const int Rounds = 400;
        var path = _folder.At("l0");
        var (listening, swapped) = (false, 0);
        using var swap = new SemaphoreSlim(0);

        // The system wakes who watches as soon as the socket is made, and lets them have the processor.
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path)) { NotifyFilter = NotifyFilters.FileName };
        watcher.Created += (_, _) =>
        {
            // In one step, as somebody would who means it.
            File.Move(_folder.At("next"), path, overwrite: true);
            if (Volatile.Read(ref listening))
            {
                Interlocked.Increment(ref swapped);
            }

            swap.Release();
        };
        watcher.EnableRaisingEvents = true;
        for (var round = 0; round < Rounds; round++)
        {
            File.CreateSymbolicLink(_folder.At("next"), _victim);
            Volatile.Write(ref listening, true);
            try
            {
                new UnixEndpoint(path).Listen(new ListenOptions { Mode = (UnixFileMode)0b110_110_110, Group = "0" }).Dispose();
            }
            catch (EndpointException)
            {
                // Somebody was quicker.
            }

            Volatile.Write(ref listening, false);
            Assert.True(swap.Wait(TimeSpan.FromSeconds(30)));
            File.Delete(path);
        }

        IsUntouched();
        Assert.NotEqual(0, swapped);
    }

    private void IsUntouched()
    {
        Assert.Equal(VictimMode, File.GetUnixFileMode(_victim));
        Assert.Equal("untouched", File.ReadAllText(_victim));
    }
}
