using CsCheck;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Rules;

/// <summary>Which names pass, and which bindings hear any that do.</summary>
public sealed class NameFilterTests
{
    // Words that are few enough to list every name of them, and one that no pattern below has, which stands for all others.
    private static readonly string[] Words = ["a", "b", "zz"];

    private static readonly MessageName[] EveryName = [.. NamesUpTo(5).Select(MessageName.Parse)];

    private static readonly Gen<string> Pattern =
        Gen.Select(Gen.OneOf(Gen.Const("a"), Gen.Const("b")).List[0, 3], Gen.OneOf(Gen.Const("a"), Gen.Const("b"), Gen.Const("*"), Gen.Const("%"))).Select((words, last) => string.Join('.', [.. words, last])).Select(p => "$." + p);

    [Theory]
    [InlineData("", "$.A", true)]
    [InlineData("$.A", "$.A", true)]
    [InlineData("$.A", "$.A.B", false)]
    [InlineData("$.A.*", "$.A.B.C", true)]
    [InlineData("$.A.%", "$.A.B.C", false)]
    [InlineData("$.A.* !$.A.B", "$.A.B", false)]
    [InlineData("$.A.* !$.A.B", "$.A.C", true)]
    [InlineData("!$.A.B $.A.*", "$.A.B", false)]
    [InlineData("!$.A.*", "$.B", true)]
    [InlineData("!$.A.*", "$.A.B", false)]
    [InlineData("$.A $.B.%", "$.B.C", true)]
    public void A_name_passes_that_matches_a_pattern_and_no_exception(string patterns, string name, bool passes)
    {
        Assert.Equal(passes, Filter(patterns).Passes(MessageName.Parse(name)));
        Assert.Equal(passes, Filter(patterns).MayPassSome(MessageName.Parse(name)));
    }

    [Theory]
    [InlineData("$.A.B", "$.*", true)]
    [InlineData("$.A.B", "$.%", false)]
    [InlineData("$.A.%", "$.A.*", true)]
    [InlineData("$.A.%", "$.%", false)]
    [InlineData("$.A.*", "$.A.B.%", true)]
    [InlineData("!$.A.*", "$.A.%", false)]
    [InlineData("!$.A.%", "$.A.*", true)]
    [InlineData("$.A.% !$.A.%", "$.A.*", false)]
    [InlineData("$.A.* !$.A.%", "$.A.%", false)]
    [InlineData("$.A.* !$.A.B.*", "$.A.B.%", false)]
    [InlineData("$.A.* !$.A.B.*", "$.A.*", true)]
    [InlineData("$.A.% $.B !$.A.*", "$.*", true)]
    [InlineData("$.A.% !$.A.*", "$.*", false)]
    public void A_binding_may_pass_that_hears_a_name_which_passes(string patterns, string binding, bool passes)
        => Assert.Equal(passes, Filter(patterns).MayPassSome(MessageName.Parse(binding)));

    [Fact]
    public void Any_binding_may_pass_that_hears_any_of_all_the_names_that_pass()
    {
        Samples.Check(
            Gen.Select(Pattern.List[0, 3], Pattern.List[0, 4], Pattern),
            usually: 300,
            sample =>
            {
                var (allowed, exceptions, binding) = sample;
                var filter = NameFilter.Parse([.. allowed, .. exceptions.Select(e => "!" + e)]);
                var name = MessageName.Parse(binding);
                Assert.Equal(EveryName.Any(n => name.Matches(n) && IsLetThrough(allowed, exceptions, n)), filter.MayPassSome(name));
                Assert.All(EveryName, n => Assert.Equal(IsLetThrough(allowed, exceptions, n), filter.Passes(n)));
            });
    }

    [Fact]
    public void Where_names_have_to_end_exceptions_may_use_up_each_of_them()
    {
        // One byte more makes 1000: 62 names.
        var start = "$." + new string('x', MessageName.MaxLength - 4) + ".";
        const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        var exceptions = Characters.Select(c => $"!{start}{c}").ToList();
        Assert.False(NameFilter.Parse(exceptions).MayPassSome(MessageName.Parse(start + "%")));
        Assert.False(NameFilter.Parse(exceptions).MayPassSome(MessageName.Parse(start + "*")));
        exceptions.RemoveAt(40);
        Assert.True(NameFilter.Parse(exceptions).MayPassSome(MessageName.Parse(start + "%")));
        Assert.True(NameFilter.Parse(exceptions).MayPassSome(MessageName.Parse(start + "*")));

        // Three bytes: words of up to three, and two of one with a dot between.
        var wider = "$." + new string('x', MessageName.MaxLength - 6) + ".";
        var pairs = Characters.Select(c => $"!{wider}{c}.%").Append($"!{wider}%").ToList();
        Assert.False(NameFilter.Parse(pairs).MayPassSome(MessageName.Parse(wider + "*")));
        pairs[7] = $"!{wider}{Characters[7]}.Q";
        Assert.True(NameFilter.Parse(pairs).MayPassSome(MessageName.Parse(wider + "*")));
    }

    [Theory]
    [InlineData("", "A name pattern is empty; expected")]
    [InlineData("A name pattern", "The name pattern 'A name pattern' cannot be used. 'A name pattern' is no message name: it must begin with $.")]
    [InlineData("!", "The name pattern '!' excepts nothing")]
    [InlineData("!$.Fred*", "The name pattern '!$.Fred*' cannot be used. '$.Fred*' is no message name: * and % may stand only as the whole last word")]
    [InlineData("!!$.A", "The name pattern '!!$.A' cannot be used.")]
    [InlineData("$.A,$.B", "The name pattern '$.A,$.B' cannot be used.")]
    public void A_pattern_that_is_none_is_named_and_said_what_is_wrong_with_it(string pattern, string expected)
        => Assert.StartsWith(expected, Assert.Throws<FormatException>(() => NameFilter.Parse("$.Good", pattern)).Message);

    [Theory]
    [InlineData(40)]
    [InlineData(41)]
    public void A_pattern_that_is_long_is_named_by_its_beginning(int length)
    {
        var pattern = "A" + new string('x', length - 1);
        var shown = length > 40 ? pattern[..40] + "..." : pattern;
        Assert.StartsWith($"The name pattern '{shown}' cannot be used.", Assert.Throws<FormatException>(() => NameFilter.Parse(pattern)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => NameFilter.Parse(null!));
    }

    [Fact]
    public void A_filter_shows_its_patterns()
    {
        Assert.Equal("$.A.*, !$.A.B", Filter("$.A.* !$.A.B").ToString());
        Assert.Equal(["$.A.*", "!$.A.B"], Filter("$.A.* !$.A.B").Patterns);
        Assert.Equal("$.*", NameFilter.All.ToString());
        Assert.Same(NameFilter.All, NameFilter.Parse());
    }

    private static NameFilter Filter(string patterns) => NameFilter.Parse(patterns.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static bool IsLetThrough(List<string> allowed, List<string> exceptions, MessageName name)
        => (allowed.Count == 0 || allowed.Any(p => MessageName.Parse(p).Matches(name))) && !exceptions.Any(p => MessageName.Parse(p).Matches(name));

    private static IEnumerable<string> NamesUpTo(int words)
    {
        string[] names = ["$"];
        for (var i = 0; i < words; i++)
        {
            names = [.. names.SelectMany(n => Words.Select(w => $"{n}.{w}"))];
            foreach (var name in names)
            {
                yield return name;
            }
        }
    }
}
