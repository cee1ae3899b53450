using System.Net.Sockets;
using Limpet.Core.Bus.Hosting;

namespace Limpet.Core.Tests.Hosting;

/// <summary>The right to host a bus, which one has at a time, and its socket.</summary>
public sealed class BusDoorTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly BusDirectory _directory;

    public BusDoorTests() => _directory = BusDirectory.Prepare(_folder.At("bus"), 0);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_has_it_until_he_leaves_it_and_who_does_not_get_it_holds_nothing()
    {
        var door = BusDoor.TryTake(_directory, 3)!;
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(BusDoor.TryTake(_directory, 3));
        }

        Assert.Equal(1, OpenDescriptors.Of(_directory.LockPath(3)));
        using var other = BusDoor.TryTake(_directory, 4);
        Assert.NotNull(other);
        door.Dispose();
        Assert.Equal(0, OpenDescriptors.Of(_directory.LockPath(3)));
        using var next = BusDoor.TryTake(_directory, 3);
        Assert.NotNull(next);
    }

    [Fact]
    public void Whatever_file_a_dead_host_left_is_replaced()
    {
        File.WriteAllText(_directory.SocketPath(3), "left behind");
        using var door = BusDoor.TryTake(_directory, 3)!;
        using var listener = door.Listen(1);
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(_directory.SocketPath(3)));
    }

    [Fact]
    public void Whoever_leaves_it_leaves_no_socket_file()
    {
        File.WriteAllText(_directory.SocketPath(3), "left behind");
        BusDoor.TryTake(_directory, 3)!.Dispose();
        Assert.False(File.Exists(_directory.SocketPath(3)));
    }
}
