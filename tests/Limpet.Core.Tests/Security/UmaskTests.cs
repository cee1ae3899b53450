using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Hostile;

namespace Limpet.Core.Tests.Security;

/// <summary>What a user's processes make is that user's alone under any umask, and serves the user's other processes: real processes of users who are not root.</summary>
public sealed class UmaskTests : IDisposable
{
    private readonly UserHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("0000")]
    [InlineData("0077")]
    [InlineData("0777")]
    public void A_bus_is_its_users_alone_and_all_of_that_users(string umask)
    {
        using var host = Open(umask);
        Assert.StartsWith("open 1 ", host.NextLine(), StringComparison.Ordinal);
        Assert.Equal(("700", "600", "600"), (_home.Mode("bus"), _home.Mode("bus/kbus0.sock"), _home.Mode("bus/kbus0.lock")));

        using var member = Open(umask);
        Assert.StartsWith("open 2 ", member.NextLine(), StringComparison.Ordinal);

        host.Kill();
        using var next = Open(umask);
        Assert.StartsWith("open 1 ", next.NextLine(), StringComparison.Ordinal);
        Assert.Equal(("700", "600", "600"), (_home.Mode("bus"), _home.Mode("bus/kbus0.sock"), _home.Mode("bus/kbus0.lock")));
    }

    [Fact]
    public void No_other_user_can_open_it_and_not_root_either()
    {
        using var host = Open("0000");
        Assert.StartsWith("open 1 ", host.NextLine(), StringComparison.Ordinal);

        using var other = Open("0000", UserProcess.Somebody);
        var refused = other.NextLine();
        Assert.StartsWith("failed ", refused, StringComparison.Ordinal);
        Assert.EndsWith("(EACCES)", refused, StringComparison.Ordinal);

        // Root gets past any mode; what it meets then is the host, which asks who is there.
        using var buses = EmbeddedBuses.Shared(_home.At("bus"));
        Assert.Equal(Errno.EACCES, Assert.Throws<KbusException>(() => buses.Open(0)).Errno);
        using var root = new RawMember(_home.At("bus/kbus0.sock"));
        Assert.Empty(Answer(root));
    }

    [Theory]
    [InlineData("0000")]
    [InlineData("0777")]
    public void A_Limpets_socket_file_is_its_users_alone(string umask)
    {
        using var limpet = new UserProcess(_home, umask, UserProcess.Nobody, "limpet", "listen", $"unix:{_home.At("l0")}", "2");
        limpet.LineWith("ListeningEvent");
        Assert.Equal("600", _home.Mode("l0"));

        using var other = new UserProcess(_home, umask, UserProcess.Somebody, "limpet", "connect", $"unix:{_home.At("l0")}", "1");
        Assert.Contains("this user may not connect there", other.LineWith("RetryingEvent"), StringComparison.Ordinal);

        using var own = new UserProcess(_home, umask, UserProcess.Nobody, "limpet", "connect", $"unix:{_home.At("l0")}", "1");
        own.LineWith("ConnectedEvent");
    }

    private UserProcess Open(string umask, uint user = UserProcess.Nobody) => new(_home, umask, user, "open-bus", _home.At("bus"), "0");

    // The host closes the connection before or after it has read what was said.
    private static byte[] Answer(RawMember stranger)
    {
        try
        {
            stranger.Send(MemberOperation.Open, BitConverter.GetBytes(MemberProtocol.Version), BitConverter.GetBytes(1u));
            return stranger.Answer();
        }
        catch (System.Net.Sockets.SocketException)
        {
            return [];
        }
    }
}
