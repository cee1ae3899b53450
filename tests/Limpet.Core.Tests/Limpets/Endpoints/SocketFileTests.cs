using System.Net.Sockets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Tests.Hosting;

namespace Limpet.Core.Tests.Limpets.Endpoints;

/// <summary>The file of a Unix socket where it cannot be made as it should be, and where another socket is, or was, bound under its name.</summary>
public sealed class SocketFileTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();
    private readonly UnixEndpoint _endpoint;

    public SocketFileTests() => _endpoint = new UnixEndpoint(_directory.At("s"));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_cannot_have_its_mode_or_group_leaves_no_file()
    {
        Fails(EndpointFault.CannotListen, $"{_endpoint} cannot be listened on: its file cannot have mode 200000: ", () => _endpoint.Listen(new ListenOptions { Mode = (UnixFileMode)0x10000 }));
        Fails(
            EndpointFault.CannotListen,
            $"{_endpoint} cannot be listened on: there is no group 'no-such-group'; 'getent group' lists those there are.",
            () => _endpoint.Listen(new ListenOptions { Group = "no-such-group" }));
        Assert.False(Path.Exists(_endpoint.Path));

        // Nor a socket that would still seem to be about to listen.
        EndpointTests.MakeStale(_endpoint.Path);
        using var listener = _endpoint.Listen();
    }

    [Fact]
    public void Its_group_is_the_one_that_was_asked_for()
    {
        // Whoever it is may give a file to their own group.
        var group = File.ReadLines("/proc/self/status").First(line => line.StartsWith("Gid:", StringComparison.Ordinal)).Split('\t')[2];
        using var listener = _endpoint.Listen(new ListenOptions { Group = group });
        using var client = _endpoint.Connect(Patience);
        Assert.True(client.Connected);
    }

    [Fact]
    public void A_live_one_under_another_name_is_left_alone_at_once_also_where_it_has_no_room()
    {
        Directory.CreateDirectory(_directory.At("d"));
        Directory.CreateSymbolicLink(_directory.At("link"), _directory.At("d"));
        using var full = new FullSocket(new UnixEndpoint(_directory.At("d/s")));
        var endpoint = new UnixEndpoint(_directory.At("link/s"));
        Fails(EndpointFault.AddressInUse, $"{endpoint} is in use: somebody listens there already.", () => endpoint.Listen());
    }

    [Fact]
    public void What_lies_below_a_file_or_a_directory_that_is_not_there_has_no_directory()
    {
        File.WriteAllText(_directory.At("f"), "");
        foreach (var parent in new[] { "f", "none" })
        {
            var endpoint = new UnixEndpoint(_directory.At($"{parent}/s"));
            Fails(EndpointFault.NoDirectory, $"{endpoint} cannot be listened on: the directory '{_directory.At(parent)}' does not exist.", () => endpoint.Listen());
        }
    }

    [Fact]
    public void A_directory_in_which_nobody_makes_files_is_told()
        => Fails(EndpointFault.AccessDenied, "unix:/sys/s cannot be listened on: this user may not write to the directory '/sys'.", () => new UnixEndpoint("/sys/s").Listen());

    [Fact]
    public void What_else_the_system_says_is_told_in_its_words()
    {
        File.CreateSymbolicLink(_directory.At("a"), _directory.At("b"));
        File.CreateSymbolicLink(_directory.At("b"), _directory.At("a"));
        var endpoint = new UnixEndpoint(_directory.At("a/s"));
        Fails(EndpointFault.CannotListen, $"{endpoint} cannot be listened on: Too many levels of symbolic links.", () => endpoint.Listen());
    }

    [Fact]
    public void One_that_is_bound_and_about_to_listen_is_left_alone()
    {
        using var other = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        other.Bind(new UnixDomainSocketEndPoint(_endpoint.Path));
        Fails(EndpointFault.AddressInUse, $"{_endpoint} is in use: somebody listens there already.", () => _endpoint.Listen());
        other.Listen();
        using var client = _endpoint.Connect(Patience);
        Assert.True(client.Connected);
    }

    [Fact]
    public void What_a_listener_left_is_taken_over_while_those_it_accepted_are_still_connected()
    {
        var aside = _directory.At("aside");
        var first = _endpoint.Listen();
        using var client = _endpoint.Connect(Patience);
        using var server = first.Accept();

        // Its listener does not find it, and leaves it.
        File.Move(_endpoint.Path, aside);
        first.Dispose();
        File.Move(aside, _endpoint.Path);

        using var second = _endpoint.Listen();
        using var other = _endpoint.Connect(Patience);
        Assert.True(other.Connected);
        client.Send("x"u8);
        Assert.Equal(1, server.Receive(new byte[8]));
    }

    [Fact]
    public void What_is_no_socket_is_said_to_be_left_alone()
    {
        File.WriteAllText(_endpoint.Path, "");
        Fails(EndpointFault.NotASocket, $"{_endpoint} cannot be listened on: something stands there that is no socket, and is left alone.", () => _endpoint.Listen());
        Fails(EndpointFault.NotASocket, $"{_endpoint} cannot be removed: something stands there that is no socket, and is left alone.", _endpoint.RemoveSocketFile);
        Fails(EndpointFault.NotASocket, $"Cannot connect to {_endpoint}: what stands there is no socket.", () => _endpoint.Connect(Patience));
    }

    [Fact]
    public void A_listener_ends_once_and_says_so_to_who_waits_or_comes_after()
    {
        var listener = _endpoint.Listen();
        listener.Dispose();
        File.WriteAllText(_endpoint.Path, "another's");
        listener.Dispose();
        Assert.True(File.Exists(_endpoint.Path));
        Assert.Equal($"Listening on {_endpoint} has ended.", Assert.ThrowsAny<OperationCanceledException>(() => listener.Accept()).Message);
    }

    [Fact]
    public void Accepting_can_be_cancelled_and_goes_on_after_it()
    {
        using var listener = _endpoint.Listen();
        Assert.ThrowsAny<OperationCanceledException>(() => listener.Accept(new CancellationToken(canceled: true)));
        using var client = _endpoint.Connect(Patience);
        using var server = listener.Accept();
        Assert.True(server.Connected);
    }

    private void Fails(EndpointFault fault, string says, Action act)
    {
        var e = Assert.Throws<EndpointException>(act);
        Assert.Equal(fault, e.Fault);
        Assert.StartsWith(says, e.Message, StringComparison.Ordinal);
        Assert.True(!says.EndsWith('.') || e.Message == says, e.Message);
        Assert.StartsWith("unix:", e.Endpoint, StringComparison.Ordinal);
    }
}
