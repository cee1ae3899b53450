using System.Net.Sockets;
using Limpet.Core.Bus;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Hostile;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Looking at a bus, by the process that hosts it and by another (two <see cref="EmbeddedBuses"/> on one directory).</summary>
public sealed class InspectionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly EmbeddedBuses _first;
    private readonly EmbeddedBuses _second;

    public InspectionTests()
    {
        _first = EmbeddedBuses.Shared(_directory.At("bus"));
        _second = EmbeddedBuses.Shared(_directory.At("bus"));
    }

    public void Dispose()
    {
        _second.Dispose();
        _first.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void The_host_and_another_process_see_the_same_bindings_newest_first()
    {
        using var host = _first.Open(3);
        using var member = _second.Open(3);
        host.Bind("$.A", BindingKind.Listener);
        member.Bind("$.B.*", BindingKind.Replier);
        host.Bind("$.A", BindingKind.Listener);

        BindingInfo[] expected =
        [
            new(1, Environment.ProcessId, BindingKind.Listener, MessageName.Parse("$.A")),
            new(2, Environment.ProcessId, BindingKind.Replier, MessageName.Parse("$.B.*")),
            new(1, Environment.ProcessId, BindingKind.Listener, MessageName.Parse("$.A")),
        ];
        Assert.Equal(expected, _first.Inspect(3)!.Bindings);
        Assert.Equal(expected, _second.Inspect(3)!.Bindings);
    }

    [Fact]
    public void The_status_tells_the_host_the_Ksocks_and_the_size_limit()
    {
        using var host = _first.Open(3);
        using var member = _second.Open(3);
        member.MaxMessageSize(5000);
        foreach (var buses in new[] { _first, _second })
        {
            var status = buses.Inspect(3)!;
            Assert.Equal((3, Environment.ProcessId, false, 5000, 2), (status.Device, status.HostProcessId, status.IsServed, status.MaxMessageSize, status.Ksocks.Count));
        }
    }

    [Fact]
    public void The_host_and_another_process_see_how_each_Ksock_stands()
    {
        using var host = _first.Open(3);
        using var member = _second.Open(3);
        host.Bind("$.Q", BindingKind.Replier);
        host.MaxMessages(9);
        var id = member.Send(KbusMessage.Request("$.Q"));
        member.Write(new byte[3]);
        KsockInfo[] expected =
        [
            new(1, Environment.ProcessId, MessageId.None, Queued: 1, MaxMessages: 9, LeftToRead: 0, Written: 0, AwaitedReplies: 0, UnansweredRequests: 0),
            new(2, Environment.ProcessId, id, Queued: 0, MaxMessages: 100, LeftToRead: 0, Written: 3, AwaitedReplies: 1, UnansweredRequests: 0),
        ];
        foreach (var buses in new[] { _first, _second })
        {
            var status = buses.Inspect(3)!;
            Assert.Equal(expected, status.Ksocks);
            Assert.Equal((3u, id.Serial + 1, 0), (status.NextKsockId, status.NextMessageSerial, status.SetAside));
        }
    }

    [Fact]
    public void Looking_takes_no_Ksock_id()
    {
        using var host = _first.Open(3);
        _first.Inspect(3);
        _second.Inspect(3);
        using var next = _second.Open(3);
        Assert.Equal(2u, next.Id);
    }

    [Fact]
    public void More_bindings_than_fit_into_one_answer_all_come()
    {
        using var host = _first.Open(3);
        var names = Enumerable.Range(0, 2000).Select(i => $"$.{i}." + new string('x', 900)).ToList();
        names.ForEach(name => host.Bind(name, BindingKind.Listener));
        names.Reverse();
        Assert.Equal(names, _second.Inspect(3)!.Bindings.Select(binding => binding.Name.Value));
    }

    [Fact]
    public void A_bus_that_nobody_hosts_is_none_and_looking_makes_nothing()
    {
        Assert.Null(_first.Inspect(3));
        Assert.Empty(_first.Numbers());
        Assert.False(Directory.Exists(_directory.At("bus")));
    }

    [Fact]
    public void The_numbers_are_those_hosted_here_and_elsewhere()
    {
        using var here = _first.Open(200);
        using var there = _second.Open(7);
        Assert.Equal([7, 200], _first.Numbers());
        Assert.Equal([7, 200], _second.Numbers());
    }

    [Fact]
    public void A_host_that_has_been_removed_is_no_bus_any_more()
    {
        using var here = _first.Open(3);
        _first.Remove(3);
        Assert.Null(_second.Inspect(3));
        Assert.Empty(_second.Numbers());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_connection_that_looks_may_do_nothing_else(bool looksFirst)
    {
        using var host = _first.Open(3);
        using var raw = new RawMember(_directory.At("bus/kbus3.sock"));
        var version = BitConverter.GetBytes(MemberProtocol.Version);
        if (looksFirst)
        {
            raw.Send(MemberOperation.Inspect, version);
            Assert.NotEmpty(raw.Answer());
            raw.Send(MemberOperation.Open, version, BitConverter.GetBytes(1u));
        }
        else
        {
            raw.Send(MemberOperation.Bindings);
        }

        Assert.Empty(raw.Answer());
        Assert.Single(_first.Inspect(3)!.Ksocks);
    }

    [Fact]
    public void Another_version_is_told_which_this_is()
    {
        using var host = _first.Open(3);
        using var raw = new RawMember(_directory.At("bus/kbus3.sock"));
        raw.Send(MemberOperation.Inspect, BitConverter.GetBytes(99u));
        var answer = raw.Answer();
        Assert.Equal(((uint)Errno.EPERM, MemberProtocol.Version), (BitConverter.ToUInt32(answer), BitConverter.ToUInt32(answer, 4)));
    }

    [Fact]
    public async Task A_host_that_hangs_up_is_ENODEV_and_named()
    {
        Directory.CreateDirectory(_directory.At("bus"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_directory.At("bus/kbus3.sock")));
        listener.Listen();
        var hangUp = Task.Run(() => listener.Accept().Dispose());

        var refusal = Assert.Throws<KbusException>(() => _second.Inspect(3));

        Assert.Equal(Errno.ENODEV, refusal.Errno);
        Assert.Contains($"Process {Environment.ProcessId}, which hosts bus 3", refusal.Message, StringComparison.Ordinal);
        await hangUp.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
