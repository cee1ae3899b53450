using Limpet.Core.Limpets.Configuration.Reading;

namespace Limpet.Core.Tests.Limpets.Configuration;

/// <summary>Which word somebody may have meant: one in which a third of the letters are other ones at most, or one that the written one begins with or begins.</summary>
public sealed class SpellingTests
{
    private static readonly string[] Known = ["kbus", "key", "listen", "connect", "maxPeers", "maxMessages", "messageTimeout", "stallTimeout"];

    [Theory]
    [InlineData("kbuss", "kbus")]
    [InlineData("kbu", "kbus")]
    [InlineData("kbux", "kbus")]
    [InlineData("bkus", "kbus")]
    [InlineData("KBUS", "kbus")]
    [InlineData("lisetn", "listen")]
    [InlineData("lisxxn", "listen")]
    [InlineData("conect", "connect")]
    [InlineData("maxPears", "maxPeers")]
    [InlineData("mesageTimeotu", "messageTimeout")]
    [InlineData("mxssxgxTxmeout", "messageTimeout")]
    [InlineData("stallTimeoutSec", "stallTimeout")]
    [InlineData("maxMes", "maxMessages")]
    [InlineData("LISTENERS", "listen")]
    [InlineData("connection", "connect")]
    [InlineData("connectionTimeout", "connect")]
    [InlineData("stall", "stallTimeout")]
    [InlineData("kxy", "key")]
    public void A_word_that_is_near_is_found(string written, string meant) => Assert.Equal(meant, Spelling.Nearest(written, Known));

    [Theory]
    [InlineData("kxxs")]
    [InlineData("xisxxn")]
    [InlineData("mxsxxgxTxmeout")]
    [InlineData("ma")]
    [InlineData("keyboards")]
    [InlineData("colour")]
    [InlineData("")]
    public void One_that_is_too_far_from_all_is_not(string written) => Assert.Null(Spelling.Nearest(written, Known));

    [Fact]
    public void The_nearest_of_several_is_found_and_of_two_as_near_the_first()
    {
        Assert.Equal("abcdeg", Spelling.Nearest("abcdef", ["abcxyf", "abcdeg", "xbcdef"]));
        Assert.Equal("abcdef", Spelling.Nearest("abcdef", ["abcdeg", "abcdef"]));
    }

    [Fact]
    public void What_is_far_longer_than_any_word_is_compared_with_none()
    {
        Assert.Equal("listen", Spelling.Nearest("listen" + new string('x', 58), Known));
        Assert.Null(Spelling.Nearest("listen" + new string('x', 59), Known));
    }
}
