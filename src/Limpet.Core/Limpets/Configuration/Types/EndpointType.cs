using Limpet.Core.Limpets.Configuration.Reading;
using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>An endpoint. A relative path of a Unix socket goes from the file's folder.</summary>
internal sealed class EndpointType : TextType<Endpoint>
{
    private const string UnixPrefix = "unix:";

    public override string Expected => "an endpoint: unix:/path, tcp:host:port, tls:host:port, /path or host:port";

    protected override string? Read(string text, string folder, out Endpoint value)
    {
        value = null!;
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return "";
        }

        // What is refused is told as it stands in the file.
        if (!Endpoint.TryParse(text, out var asWritten, out _))
        {
            return Sentence(text);
        }

        if (asWritten is not UnixEndpoint)
        {
            value = asWritten;
            return null;
        }

        var path = text.StartsWith(UnixPrefix, StringComparison.Ordinal) ? text[UnixPrefix.Length..] : text;
        if (PathType.IsOfHome(path))
        {
            return PathType.NoHome;
        }

        var full = UnixPrefix + Path.GetFullPath(path, folder);
        if (!Endpoint.TryParse(full, out var endpoint, out _))
        {
            return Sentence(full);
        }

        value = endpoint;
        return null;
    }

    protected override string Text(Endpoint value) => value.ToString()!;

    private static string Sentence(string text)
    {
        try
        {
            Endpoint.Parse(text);
            return "";
        }
        catch (EndpointException e)
        {
            // A long one is quoted in its full length.
            return text.Length == 0 ? e.Message : Quoting.Plain(e.Message).Replace(Quoting.Plain(text), Quoting.Shorten(text), StringComparison.Ordinal);
        }
    }
}
