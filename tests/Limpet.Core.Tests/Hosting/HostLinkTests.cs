using System.Net.Sockets;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>A connection to the process that hosts a bus.</summary>
public sealed class HostLinkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StagedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Where_nobody_listens_there_is_none()
    {
        using var folder = new TemporaryDirectory();
        Assert.Null(HostLink.TryConnect(folder.At("nothing"), 0));
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(folder.At("left")));
        }

        File.WriteAllText(folder.At("file"), "");
        Assert.Equal((null, null), (HostLink.TryConnect(folder.At("left"), 0), HostLink.TryConnect(folder.At("file"), 0)));
    }

    [Fact]
    public void It_knows_the_process_and_may_be_ended_twice()
    {
        var link = _host.Connect(out var connection);
        Assert.Equal(Environment.ProcessId, link.HostProcessId);
        link.Dispose();
        link.Dispose();
        link.Shutdown();
        Assert.Null(connection.Hear());
        link.Frame.Begin(MemberOperation.Poll);
        link.Frame.End();
        Assert.False(link.TryExchange(out FrameReader _));
    }

    [Fact]
    public void A_host_of_another_version_cannot_be_looked_at()
    {
        using var link = _host.Connect(out var connection);
        connection.Say(Fields.U32((uint)Errno.EPERM, 987));
        var error = Assert.Throws<KbusException>(() => HostInspection.Ask(link, 0, Patience));
        Assert.Equal(Errno.EPERM, error.Errno);
        Assert.Contains("version 987", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_bindings_than_any_bus_has_are_EIO_and_are_counted()
    {
        using var link = _host.Connect(out var connection);
        connection.Say(Fields.U32(0, 0, 1, 1, 1, 0));
        connection.Say(Fields.U32(0, 1, 1, 1, 0), Fields.Bytes("$.A"u8));
        connection.Say(Fields.U32(0, 1_000_000));
        var error = Assert.Throws<KbusException>(() => HostInspection.Ask(link, 0, Patience));
        Assert.Equal(Errno.EIO, error.Errno);
        Assert.Contains("1 and 1000000 more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_says_no_more_when_it_is_asked_for_the_bindings_is_ENODEV()
    {
        using var link = _host.Connect(out var connection);
        connection.Say(Fields.U32(0, 0, 1, 1, 1, 0));
        connection.Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => HostInspection.Ask(link, 0, Patience)).Errno);
    }
}
