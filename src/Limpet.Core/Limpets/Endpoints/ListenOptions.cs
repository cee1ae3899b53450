namespace Limpet.Core.Limpets.Endpoints;

/// <summary>How the socket file of a Unix endpoint is made. Other endpoints have none.</summary>
public sealed record ListenOptions
{
    /// <summary>Only this user.</summary>
    public const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Who may connect: whoever may write to the file, whatever the process's umask is.</summary>
    public UnixFileMode Mode { get; init; } = OwnerAlone;

    /// <summary>The name of the group that the file is given to; null leaves it to the system.</summary>
    public string? Group { get; init; }
}
