using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Tests.Limpets.Endpoints;

/// <summary>What is said of a text that is no endpoint, word for word: it is all that whoever typed it has.</summary>
public sealed class EndpointTextTests
{
    private const string Expected = "expected unix:/path, tcp:host:port, tls:host:port, /path or host:port.";

    [Theory]
    [InlineData("", "The endpoint is empty; " + Expected)]
    [InlineData("nonsense", "'nonsense' is no endpoint: it is neither a path, which has a / in front, nor a host with a port; " + Expected)]
    [InlineData("unix:", "'unix:' has no path; expected unix:/path.")]
    [InlineData("/a/", "'/a/' names no file; expected unix:/path.")]
    [InlineData("/a\0b", "'/a\0b' names no file; expected unix:/path.")]
    [InlineData("/a/..", "'/a/..' is the root directory, and names no file; expected unix:/path.")]
    [InlineData("tls:board7", "'tls:board7' has no port; expected tls:host:port.")]
    [InlineData("board7:", "'board7:' has no port; expected tcp:host:port.")]
    [InlineData("tcp:[::1]", "'tcp:[::1]' has no port; expected tcp:host:port.")]
    [InlineData("board7:x", "The port in 'board7:x' is 'x'; expected 1 to 65535.")]
    [InlineData("a:b:1", "'a:b:1' has colons or a bracket in its host; an IPv6 address stands in brackets, such as [::1]:5000.")]
    [InlineData("[a:1", "'[a:1' has colons or a bracket in its host; an IPv6 address stands in brackets, such as [::1]:5000.")]
    [InlineData("[a[]:1", "'[a[]:1' has brackets within the brackets of its host; an IPv6 address stands in brackets once, such as [::1]:5000.")]
    public void It_is_told_what_is_wrong_and_what_is_expected(string text, string told)
    {
        var e = Assert.Throws<EndpointException>(() => Endpoint.Parse(text));
        Assert.Equal((told, text), (e.Message, e.Endpoint));
    }

    [Fact]
    public void No_text_at_all_is_empty()
    {
        Assert.False(Endpoint.TryParse(null, out var endpoint, out var fault));
        Assert.Equal((null, EndpointFault.Empty), (endpoint, fault));
    }

    [Theory]
    [InlineData("./l0")]
    [InlineData("../l0")]
    [InlineData("unix:l0")]
    public void A_path_that_is_not_from_the_root_goes_from_the_working_directory(string text)
        => Assert.Equal(Path.GetFullPath(text.Replace("unix:", "", StringComparison.Ordinal)), Assert.IsType<UnixEndpoint>(Endpoint.Parse(text)).Path);

    [Theory]
    [InlineData("", EndpointFault.Empty)]
    [InlineData("/", EndpointFault.Malformed)]
    [InlineData("a\0", EndpointFault.Malformed)]
    public void A_path_that_is_none_makes_no_endpoint(string path, EndpointFault fault)
    {
        var e = Assert.Throws<EndpointException>(() => new UnixEndpoint(path));
        Assert.Equal((fault, path), (e.Fault, e.Endpoint));
    }
}
