using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Native;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>Which users may be at the other end of a Unix socket.</summary>
public sealed class AccessPolicyTests
{
    private const uint Stranger = 4_000_000_001;
    private static readonly LimpetOptions Default = new();
    private static readonly LimpetOptions ForOthers = Default with { Listening = new ListenOptions { Mode = ListenOptions.OwnerAlone | UnixFileMode.GroupWrite } };

    [Fact]
    public void A_server_that_is_told_nothing_takes_its_own_user_and_root()
    {
        Assert.Null(Judge(Libc.EffectiveUserId(), Default, LimpetRole.Server));
        Assert.Null(Judge(0, Default, LimpetRole.Server));
        Assert.Equal("user 4000000001 is not the user of this Limpet (-AllowUid)", Judge(Stranger, Default, LimpetRole.Server));
    }

    [Fact]
    public void Whoever_may_write_to_the_socket_file_may_connect() => Assert.Null(Judge(Stranger, ForOthers, LimpetRole.Server));

    [Fact]
    public void A_client_takes_whoever_listens() => Assert.Null(Judge(Stranger, Default, LimpetRole.Client));

    [Theory]
    [InlineData(LimpetRole.Server)]
    [InlineData(LimpetRole.Client)]
    public void Those_who_are_named_may_and_nobody_else(LimpetRole role)
    {
        var options = ForOthers with { AllowedUsers = [7, Stranger] };
        Assert.Null(Judge(7, options, role));
        Assert.Null(Judge(Stranger, options, role));
        Assert.EndsWith("is not among those allowed here (-AllowUid)", Judge(0, options, role), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_connection_tells_of_no_user_none_is_asked_for()
        => Assert.Null(AccessPolicy.Judge(new PeerIdentity("host 192.0.2.7", "host 192.0.2.7:5000"), Default with { AllowedUsers = [7] }, LimpetRole.Server));

    private static string? Judge(uint user, LimpetOptions options, LimpetRole role)
        => AccessPolicy.Judge(new PeerIdentity($"user {user}", $"process 5 of user {user}", user), options, role);
}
