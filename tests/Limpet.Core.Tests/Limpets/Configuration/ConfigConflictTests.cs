using Limpet.Core.Limpets.Configuration;

namespace Limpet.Core.Tests.Limpets.Configuration;

/// <summary>Which Limpets of one file cannot be together, and which can although they look alike.</summary>
public sealed class ConfigConflictTests
{
    [Theory]
    [InlineData("'kbus': 0, 'listen': '/l'", "'kbus': 1, 'connect': '/l'")]
    [InlineData("'kbus': 0, 'listen': '/l'", "'kbus': 0, 'listen': '/m'")]
    [InlineData("'kbus': 0, 'listen': 'tcp:*:1'", "'kbus': 0, 'listen': 'tcp:*:2'")]
    [InlineData("'kbus': 0, 'listen': 'a:1'", "'kbus': 0, 'listen': 'b:1'")]
    [InlineData("'kbus': 0, 'listen': '/l'", "'kbus': 0, 'listen': 'a:1'")]
    [InlineData("'kbus': 0, 'backend': 'device', 'listen': '/l'", "'kbus': 0, 'backend': 'embedded', 'connect': '/l'")]
    [InlineData("'kbus': 0, 'connect': '/l'", "'kbus': 1, 'connect': '/l', 'networkId': 3")]
    [InlineData("'kbus': 0, 'listen': '/l', 'networkId': 1", "'kbus': 1, 'connect': '/l', 'networkId': 2")]
    public void These_can_be_together(string first, string second) => Assert.Equal(2, ConfigFile.Parse(Json(first, second), "/").Limpets.Count);

    [Theory]
    [InlineData("'kbus': 0, 'listen': 'a:1'", "'kbus': 1, 'listen': 'A:1'", "$.limpets[1].listen: Two Limpets cannot listen on tcp:A:1, with $.limpets[0]; expected an endpoint of its own; one that listens serves many peers.")]
    [InlineData("'kbus': 0, 'listen': 'a:1'", "'kbus': 1, 'listen': '*:1'", "$.limpets[1].listen: Two Limpets cannot listen on tcp:*:1, with $.limpets[0]; expected an endpoint of its own; one that listens serves many peers.")]
    [InlineData("'kbus': 0, 'connect': 'a:1'", "'kbus': 0, 'connect': 'a:1', 'networkId': 9", "$.limpets[1].connect: Two links from bus 0 to tcp:a:1 form a loop, with $.limpets[0]; expected one link between two buses.")]
    [InlineData("'kbus': 0, 'connect': '/l'", "'kbus': 0, 'listen': '/l'", "$.limpets[1].kbus: Bus 0 would be joined with itself by unix:/l, with $.limpets[0]; expected two buses.")]
    [InlineData("'kbus': 0, 'connect': '/l'", "'kbus': 1, 'connect': '/l'", "$.limpets[1].connect: The Limpet at unix:/l would take both for one, as both have the network id 1, with $.limpets[0]; expected a network id of its own.")]
    [InlineData("'kbus': 0, 'listen': '/l', 'networkId': 1", "'kbus': 1, 'connect': '/l'", "$.limpets[1].connect: Both ends of the link by unix:/l have the network id 1, with $.limpets[0]; expected different network ids.")]
    [InlineData("'kbus': 0, 'connect': '/l', 'networkId': 2", "'kbus': 1, 'listen': '/l'", "$.limpets[1].listen: Both ends of the link by unix:/l have the network id 2, with $.limpets[0]; expected different network ids.")]
    public void These_cannot_and_the_later_one_is_told_so(string first, string second, string sentence)
    {
        var error = Assert.Single(Errors(first, second));
        Assert.Equal((LimpetConfigFault.Conflict, sentence), (error.Fault, error.Sentence));
    }

    [Fact]
    public void Each_is_told_once_with_the_first_that_it_cannot_be_with()
    {
        const string One = "'kbus': 0, 'listen': '/l'";
        Assert.Equal(
            [("$.limpets[1].listen", true), ("$.limpets[2].listen", true)],
            Errors(One, One, One).Select(error => (error.Path, error.Sentence.Contains("with $.limpets[0];", StringComparison.Ordinal))));
        Assert.Equal("$.limpets[2].listen", Assert.Single(Errors(One, "'kbus': 0, 'listen': '/m'", One)).Path);
    }

    [Theory]
    [InlineData("'kbus': 300, 'listen': '/l'", "$.limpets[0].kbus")]
    [InlineData("'kbus': 0, 'listen': '/l', 'networkId': 0", "$.limpets[0].networkId")]
    [InlineData("'kbus': 0, 'listen': '/l', 'backend': 'x'", "$.limpets[0].backend")]
    [InlineData("'kbus': 0, 'listen': '/l', 'connect': '/m'", "$.limpets[0].connect")]
    public void What_is_wrong_in_itself_is_compared_with_nothing(string wrong, string path)
        => Assert.Equal(path, Assert.Single(Errors(wrong, "'kbus': 0, 'listen': '/l'")).Path);

    private static IReadOnlyList<LimpetConfigError> Errors(params string[] entries) => Assert.Throws<LimpetConfigException>(() => ConfigFile.Parse(Json(entries), "/")).Errors;

    private static string Json(params string[] entries) => $"{{'limpets': [{string.Join(',', entries.Select(entry => $"{{{entry}}}"))}]}}".Replace('\'', '"');
}
