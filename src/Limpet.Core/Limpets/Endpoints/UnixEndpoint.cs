using System.Net.Sockets;
using System.Text;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>A Unix socket, which stands in the file system.</summary>
public sealed record UnixEndpoint : Endpoint
{
    /// <summary>The most bytes that the path may have, in UTF-8: the system's address has 108, and a zero byte ends it.</summary>
    public const int MaxPathLength = 107;

    /// <summary>The socket at that path.</summary>
    /// <param name="path">The path, best from the root; one that is not is taken from the process's working directory.</param>
    /// <exception cref="EndpointException">It is empty or too long.</exception>
    public UnixEndpoint(string path)
    {
        var (fault, sentence) = CheckPath(path, path);
        if (fault != EndpointFault.None)
        {
            throw new EndpointException(path, fault, sentence!);
        }

        Path = System.IO.Path.GetFullPath(path);
    }

    /// <summary>The path, from the root.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override bool IsExposed => false;

    /// <inheritdoc/>
    public override EndpointListener Listen(ListenOptions options)
    {
        var file = UnixSocketFile.Listen(this, options, out var socket);
        return new EndpointListener(this, socket, file);
    }

    /// <inheritdoc/>
    public override Socket Connect(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        switch (FileIdentity.Of(Path))
        {
            case null:
                throw new GiveUpException($"Cannot connect to {this}: there is no such socket file; is the Limpet that listens there running, or has it its pair already?");
            case { IsSocket: false }:
                throw new EndpointException(ToString(), EndpointFault.NotASocket, $"Cannot connect to {this}: what stands there is no socket.");
            default:
                return SocketDial.Connect(this, new UnixDomainSocketEndPoint(Path), new Deadline(timeout), cancellationToken);
        }
    }

    /// <summary>Removes the socket file, as a server does that ends (limpet.md 6, remove_socket_file). Nothing there is no error.</summary>
    /// <exception cref="EndpointException">What stands there is no socket, or may not be removed.</exception>
    public void RemoveSocketFile() => UnixSocketFile.Remove(this);

    /// <summary><c>unix:/path</c>.</summary>
    public override string ToString() => EndpointText.UnixPrefix + Path;

    internal static (EndpointFault Fault, string? Sentence) CheckPath(string text, string path)
    {
        if (path.Length == 0)
        {
            return (EndpointFault.Empty, $"'{text}' has no path; expected unix:/path.");
        }

        if (path.Contains('\0', StringComparison.Ordinal) || path.EndsWith('/'))
        {
            return (EndpointFault.Malformed, $"'{text}' names no file; expected unix:/path.");
        }

        var full = System.IO.Path.GetFullPath(path);
        if (full.EndsWith('/'))
        {
            return (EndpointFault.Malformed, $"'{text}' is the root directory, and names no file; expected unix:/path.");
        }

        var length = Encoding.UTF8.GetByteCount(full);
        return length > MaxPathLength
            ? (EndpointFault.PathTooLong, $"The path of '{text}' has {length} bytes from the root; the system allows a Unix socket {MaxPathLength}.")
            : (EndpointFault.None, null);
    }
}
