using System.Globalization;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Soak.Faults;

namespace Limpet.Core.Tests.Hosting;

/// <summary>A process that may have fewer descriptors than it has, as when somebody lowers its limit: what is open goes on, and what is new comes when there is room again.</summary>
public sealed class DescriptorLimitTests : IDisposable
{
    private const int Members = 40;
    private const string Many = "1024";

    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(60));
    private readonly EmbeddedBuses _buses;

    public DescriptorLimitTests() => _buses = EmbeddedBuses.Shared(_directory.At("bus"));

    public void Dispose()
    {
        _buses.Dispose();
        _timeout.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(20)]
    [InlineData(1)]
    [InlineData(0)]
    public async Task The_host_of_a_bus_serves_all_members_that_it_has_and_takes_new_ones_later(int limit)
    {
        using var host = new BusProcess(_directory.At("bus"), 0);
        var members = Enumerable.Range(0, Members).Select(_ => Listen()).ToList();
        SayToAll(members, "before");

        ResourceLimit.Set(host.Id, "nofile", limit.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < 10; i++)
        {
            SayToAll(members, $"meanwhile {i}");
        }

        var joining = Task.Factory.StartNew(Listen, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        SayToAll(members, "and while somebody waits to join");
        Assert.False(joining.IsCompleted);

        ResourceLimit.Set(host.Id, "nofile", Many);
        members.Add(await joining);
        SayToAll(members, "after");
        members.ForEach(member => member.Dispose());
    }

    private IKsock Listen()
    {
        var member = _buses.Open(0);
        member.Bind("$.A", BindingKind.Listener);
        return member;
    }

    private void SayToAll(List<IKsock> members, string text)
    {
        members[0].Send(KbusMessage.Announcement("$.A", text));
        foreach (var member in members)
        {
            Assert.Equal(text, System.Text.Encoding.UTF8.GetString(member.Receive(_timeout.Token).Data.Span));
        }
    }
}
