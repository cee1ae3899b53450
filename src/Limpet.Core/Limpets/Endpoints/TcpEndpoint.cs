using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>A host and a TCP port.</summary>
public sealed record TcpEndpoint : Endpoint
{
    private const int MaxPort = 65535;

    /// <summary>That port of that host.</summary>
    /// <param name="host">A name or an address, IPv6 without brackets.</param>
    /// <param name="port">1 to 65535.</param>
    /// <exception cref="EndpointException">The host is empty, or the port is none.</exception>
    public TcpEndpoint(string host, int port)
    {
        var text = $"{host}:{port.ToString(CultureInfo.InvariantCulture)}";
        var (fault, sentence) = Check(text, host, port, port.ToString(CultureInfo.InvariantCulture));
        if (fault != EndpointFault.None)
        {
            throw new EndpointException(text, fault, sentence!);
        }

        Host = host;
        Port = port;
    }

    /// <summary>The name or address, IPv6 without brackets.</summary>
    public string Host { get; }

    /// <summary>The port, 1 to 65535.</summary>
    public int Port { get; }

    /// <inheritdoc/>
    public override bool IsExposed => Resolve().Any(address => !IPAddress.IsLoopback(address));

    /// <inheritdoc/>
    public override EndpointListener Listen(ListenOptions options)
    {
        var addresses = Resolve();
        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(address, Port));
                socket.Listen(EndpointListener.Backlog);
                return new EndpointListener(this, socket, file: null);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
        }

        throw last!.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => new EndpointException(ToString(), EndpointFault.AddressInUse, $"{this} is in use: somebody listens on that port already.", last),
            SocketError.AccessDenied => new EndpointException(ToString(), EndpointFault.AccessDenied, $"This user may not listen on {this}; ports below 1024 are usually for root.", last),
            SocketError.AddressNotAvailable => new EndpointException(ToString(), EndpointFault.CannotListen, $"{this} cannot be listened on: '{Host}' is no address of this machine.", last),
            _ => new EndpointException(ToString(), EndpointFault.CannotListen, $"{this} cannot be listened on: {last.Message}.", last),
        };
    }

    /// <inheritdoc/>
    public override Socket Connect(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var deadline = new Deadline(timeout);
        GiveUpException? last = null;
        foreach (var address in Resolve())
        {
            try
            {
                var socket = SocketDial.Connect(this, new IPEndPoint(address, Port), deadline, cancellationToken);
                SocketSetup.Apply(socket);
                return socket;
            }
            catch (GiveUpException e)
            {
                last = e;
            }
        }

        throw last!;
    }

    /// <summary>The addresses of the host.</summary>
    /// <exception cref="EndpointException">It does not resolve.</exception>
    public IReadOnlyList<IPAddress> Resolve()
    {
        if (IPAddress.TryParse(Host, out var literal))
        {
            return [literal];
        }

        SocketException? inner = null;
        try
        {
            var addresses = Dns.GetHostAddresses(Host);
            if (addresses.Length > 0)
            {
                // The originals know IPv4 alone.
                return [.. addresses.OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)];
            }
        }
        catch (SocketException e)
        {
            inner = e;
        }
        catch (ArgumentException e)
        {
            throw Unknown(e);
        }

        throw Unknown(inner);

        EndpointException Unknown(Exception? e)
            => new(ToString(), EndpointFault.UnknownHost, $"The host '{Host}' does not resolve to an address.", e);
    }

    /// <summary><c>tcp:host:port</c>, an IPv6 address in brackets.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{EndpointText.TcpPrefix}{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");

    internal static (EndpointFault Fault, string? Sentence) Check(string text, string host, int port, string portText)
        => host.Length == 0 ? (EndpointFault.BadHost, $"'{text}' has no host; expected tcp:host:port, such as tcp:localhost:5000.")
            : portText.Length == 0 ? (EndpointFault.NoPort, $"'{text}' has no port; expected tcp:host:port.")
            : port is < 1 or > MaxPort ? (EndpointFault.BadPort, $"The port in '{text}' is '{portText}'; expected 1 to {MaxPort}.")
            : (EndpointFault.None, null);
}
