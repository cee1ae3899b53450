using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>
/// A host and a TCP port. Without a host it is this machine's loopback; <c>*</c> for the host is every address of this machine, to listen on alone.
/// </summary>
public abstract record HostEndpoint : Endpoint
{
    /// <summary>What stands for every address of this machine.</summary>
    public const string EveryAddress = "*";

    private const int MaxPort = 65535;

    private protected HostEndpoint(string prefix, string host, int port)
    {
        var portText = port.ToString(CultureInfo.InvariantCulture);
        var text = $"{prefix}{host}:{portText}";
        var (fault, sentence) = Check(prefix, text, port, portText);
        if (fault != EndpointFault.None)
        {
            throw new EndpointException(text, fault, sentence!);
        }

        Host = host;
        Port = port;
        Prefix = prefix;
    }

    /// <summary>The name or address, IPv6 without brackets; empty for loopback, <see cref="EveryAddress"/> for all.</summary>
    public string Host { get; }

    /// <summary>The port, 1 to 65535.</summary>
    public int Port { get; }

    private protected string Prefix { get; }

    private bool IsEveryAddress => Host is EveryAddress;

    /// <inheritdoc/>
    public override EndpointListener Listen(ListenOptions options)
    {
        SocketException? last = null;
        foreach (var address in Resolve())
        {
            Socket? socket = null;
            try
            {
                socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                if (IsEveryAddress && address.AddressFamily == AddressFamily.InterNetworkV6)
                {
                    socket.DualMode = true;
                }

                socket.Bind(new IPEndPoint(address, Port));
                socket.Listen(EndpointListener.Backlog);
                return new EndpointListener(this, socket, file: null);
            }
            catch (SocketException e)
            {
                socket?.Dispose();
                last = e;
                if (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
                {
                    // To listen on another address of the host would hide it.
                    break;
                }
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
        if (IsEveryAddress)
        {
            throw new EndpointException(ToString(), EndpointFault.BadHost, $"{this} cannot be connected to: '*' is every address of a machine that listens; expected a host.");
        }

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
        switch (Host)
        {
            case "":
                return [IPAddress.Loopback, IPAddress.IPv6Loopback];
            case EveryAddress:
                return [IPAddress.IPv6Any, IPAddress.Any];
        }

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

    /// <summary>The endpoint with its prefix, an IPv6 address in brackets.</summary>
    public sealed override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");

    internal static (EndpointFault Fault, string? Sentence) Check(string prefix, string text, int port, string portText)
        => portText.Length == 0 ? (EndpointFault.NoPort, $"'{text}' has no port; expected {prefix}host:port.")
            : port is < 1 or > MaxPort ? (EndpointFault.BadPort, $"The port in '{text}' is '{portText}'; expected 1 to {MaxPort}.")
            : (EndpointFault.None, null);
}
