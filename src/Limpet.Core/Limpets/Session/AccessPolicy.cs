using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Native;

namespace Limpet.Core.Limpets.Session;

/// <summary>Which users may be at the other end of a Unix socket.</summary>
internal static class AccessPolicy
{
    private const uint Root = 0;

    /// <summary>Why whoever is there may not be; null where they may.</summary>
    public static string? Judge(PeerIdentity who, LimpetOptions options, LimpetRole role)
    {
        if (who.UserId is not { } user)
        {
            return null;
        }

        if (options.AllowedUsers is { } allowed)
        {
            return allowed.Contains(user) ? null : $"user {AccountNames.OfUser(user)} is not among those allowed here (-AllowUid)";
        }

        // Whoever gives the socket file to others has said who may connect.
        var ownAlone = role == LimpetRole.Server && options.Listening is { Mode: ListenOptions.OwnerAlone };
        return !ownAlone || user == Root || user == Libc.EffectiveUserId() ? null : $"user {AccountNames.OfUser(user)} is not the user of this Limpet (-AllowUid)";
    }
}
