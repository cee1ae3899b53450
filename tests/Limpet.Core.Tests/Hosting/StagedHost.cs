using System.Net.Sockets;
using Limpet.Core.Bus.Hosting.Members;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Poses as the process that hosts a bus; a test says on each connection what it answers, and when.</summary>
internal sealed class StagedHost : IDisposable
{
    private const int PatienceUs = 30_000_000;

    private readonly TemporaryDirectory _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public StagedHost()
    {
        Path = _folder.At("kbus0.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
    }

    public string Path { get; }

    /// <summary>Whether everybody who has connected was accepted.</summary>
    public bool NobodyConnects => !_listener.Poll(0, SelectMode.SelectRead);

    public StagedConnection Accept()
    {
        Assert.True(_listener.Poll(PatienceUs, SelectMode.SelectRead), "nobody connects");
        return new StagedConnection(_listener.Accept());
    }

    public HostLink Connect(out StagedConnection connection)
    {
        var link = HostLink.TryConnect(Path, 0)!;
        connection = Accept();
        return link;
    }

    /// <summary>A Ksock of id 1, and the connection that opened it.</summary>
    public RemoteKsock Open(out StagedConnection commands, bool canWrite = true)
    {
        var link = Connect(out commands);
        commands.SayJoined();
        var ksock = RemoteKsock.TryOpen(link, 0, canWrite, Path)!;
        Assert.NotNull(commands.Hear());
        return ksock;
    }

    public void Stop() => _listener.Dispose();

    public void Dispose()
    {
        Stop();
        _folder.Dispose();
    }
}
