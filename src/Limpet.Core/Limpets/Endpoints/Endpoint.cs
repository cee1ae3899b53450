using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>
/// Where a Limpet listens or connects to: <c>unix:/path</c>, <c>tcp:host:port</c>, <c>tls:host:port</c>, or as the originals write them <c>/path</c> and
/// <c>host:port</c>; an IPv6 address stands in brackets, no host is loopback, and <c>*</c> every address to listen on. <see cref="object.ToString"/> gives the form with the prefix.
/// </summary>
public abstract record Endpoint
{
    private protected Endpoint()
    {
    }

    /// <summary>Reads an endpoint.</summary>
    /// <exception cref="EndpointException">The text is none; the message says why and what is expected.</exception>
    public static Endpoint Parse(string text)
    {
        var endpoint = EndpointText.Read(text, out var fault, out var sentence);
        return endpoint ?? throw new EndpointException(text, fault, sentence!);
    }

    /// <summary>Reads an endpoint, and says what is wrong where the text is none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Endpoint? endpoint, out EndpointFault fault)
    {
        endpoint = EndpointText.Read(text ?? "", out fault, out _);
        return endpoint is not null;
    }

    /// <summary>
    /// Listens. A stale socket file, left by a process that died, is taken over; a new one can be used by this user alone.
    /// </summary>
    /// <exception cref="EndpointException">It cannot be listened on.</exception>
    public EndpointListener Listen() => Listen(new ListenOptions());

    /// <summary>Listens, with a socket file of that mode and group where the endpoint has one.</summary>
    /// <exception cref="EndpointException">It cannot be listened on, or there is no such group.</exception>
    public abstract EndpointListener Listen(ListenOptions options);

    /// <summary>Whether other machines can connect to it with nothing that proves who they are.</summary>
    public abstract bool IsExposed { get; }

    /// <summary>Connects, and sets the socket up for a Limpet (no delay, keepalive).</summary>
    /// <exception cref="EndpointException">The host does not resolve, or what stands at the path is no socket.</exception>
    /// <exception cref="GiveUpException">Nobody listens there, or the connection cannot be made.</exception>
    /// <exception cref="LimpetTimeoutException">It took longer than the timeout.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    public abstract Socket Connect(TimeSpan timeout, CancellationToken cancellationToken = default);
}
