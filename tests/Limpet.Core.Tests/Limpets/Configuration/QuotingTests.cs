using Limpet.Core.Limpets.Configuration.Reading;

namespace Limpet.Core.Tests.Limpets.Configuration;

/// <summary>What stands in a file as people are shown it.</summary>
public sealed class QuotingTests
{
    [Fact]
    public void A_long_text_is_cut_after_120_characters_and_says_so()
    {
        var longest = new string('x', 120);
        Assert.Equal(longest, Quoting.Shorten(longest));
        Assert.Equal(longest + "...", Quoting.Shorten(longest + "y"));
        Assert.Equal($"'{longest}...'", Quoting.Quote(longest + "yz"));
        Assert.Equal(longest + "yz", Quoting.Plain(longest + "yz"));
    }

    [Theory]
    [InlineData("a\u0007b", @"a\u0007b")]
    [InlineData("a\nb", @"a\u000Ab")]
    [InlineData("a\u202Eb", @"a\u202Eb")]
    [InlineData("a\u200Bb", @"a\u200Bb")]
    [InlineData("a\u2028b", @"a\u2028b")]
    [InlineData("a\u2029b", @"a\u2029b")]
    [InlineData("caf\u00E9 \U0001F600 $'\"", "caf\u00E9 \U0001F600 $'\"")]
    public void What_deceives_or_steers_is_shown_as_what_it_is_and_all_else_as_it_stands(string text, string shown) => Assert.Equal(shown, Quoting.Plain(text));

    [Theory]
    [InlineData("kbus", ".kbus")]
    [InlineData("$schema", ".$schema")]
    [InlineData("a_1", ".a_1")]
    [InlineData("", "['']")]
    [InlineData("a b", "['a b']")]
    [InlineData("a.b", "['a.b']")]
    [InlineData("n\u00E4me", "['n\u00E4me']")]
    [InlineData("a'b", @"['a\'b']")]
    public void A_step_of_a_path_is_a_word_or_stands_in_brackets(string property, string step) => Assert.Equal(step, Quoting.Step(property));
}
