using System.Globalization;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>The ways to write an endpoint.</summary>
internal static class EndpointText
{
    public const string UnixPrefix = "unix:";
    public const string TcpPrefix = "tcp:";
    public const string TlsPrefix = "tls:";

    private const string Expected = "expected unix:/path, tcp:host:port, tls:host:port, /path or host:port";

    /// <summary>The endpoint, or null and what is wrong.</summary>
    public static Endpoint? Read(string text, out EndpointFault fault, out string? sentence)
    {
        Endpoint? endpoint = null;
        (fault, sentence) = (EndpointFault.None, null);
        if (string.IsNullOrWhiteSpace(text))
        {
            (fault, sentence) = (EndpointFault.Empty, $"The endpoint is empty; {Expected}.");
        }
        else if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            endpoint = ReadPath(text, text[UnixPrefix.Length..], out fault, out sentence);
        }
        else if (text.StartsWith(TcpPrefix, StringComparison.Ordinal))
        {
            endpoint = ReadHost(TcpPrefix, text, text[TcpPrefix.Length..], out fault, out sentence);
        }
        else if (text.StartsWith(TlsPrefix, StringComparison.Ordinal))
        {
            endpoint = ReadHost(TlsPrefix, text, text[TlsPrefix.Length..], out fault, out sentence);
        }
        else if (text[0] is '/' or '.')
        {
            endpoint = ReadPath(text, text, out fault, out sentence);
        }
        else if (text.Contains(':', StringComparison.Ordinal))
        {
            endpoint = ReadHost(TcpPrefix, text, text, out fault, out sentence);
        }
        else
        {
            (fault, sentence) = (EndpointFault.Malformed, $"'{text}' is no endpoint: it is neither a path, which has a / in front, nor a host with a port; {Expected}.");
        }

        return endpoint;
    }

    private static UnixEndpoint? ReadPath(string text, string path, out EndpointFault fault, out string? sentence)
    {
        (fault, sentence) = UnixEndpoint.CheckPath(text, path);
        return fault == EndpointFault.None ? new UnixEndpoint(path) : null;
    }

    private static HostEndpoint? ReadHost(string prefix, string text, string rest, out EndpointFault fault, out string? sentence)
    {
        (fault, sentence) = (EndpointFault.None, null);
        var colon = rest.LastIndexOf(':');
        var bracket = rest.IndexOf(']', StringComparison.Ordinal);
        if (colon < 0 || colon < bracket)
        {
            (fault, sentence) = (EndpointFault.NoPort, $"'{text}' has no port; expected {prefix}host:port.");
            return null;
        }

        var host = rest[..colon];
        var port = rest[(colon + 1)..];
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            host = host[1..^1];
            if (host.AsSpan().ContainsAny('[', ']'))
            {
                (fault, sentence) = (EndpointFault.BadHost, $"'{text}' has brackets within the brackets of its host; an IPv6 address stands in brackets once, such as [::1]:5000.");
                return null;
            }
        }
        else if (host.AsSpan().ContainsAny(':', '[', ']'))
        {
            (fault, sentence) = (EndpointFault.BadHost, $"'{text}' has colons or a bracket in its host; an IPv6 address stands in brackets, such as [::1]:5000.");
            return null;
        }

        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            number = -1;
        }

        (fault, sentence) = HostEndpoint.Check(prefix, text, number, port);
        return fault != EndpointFault.None ? null : string.Equals(prefix, TlsPrefix, StringComparison.Ordinal) ? new TlsEndpoint(host, number) : new TcpEndpoint(host, number);
    }
}
