using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Messages;

/// <summary>Names beside one another: equal, before and after, and what a plain one does not match.</summary>
public sealed class MessageNameOrderTests
{
    private static readonly MessageName s_first = MessageName.Parse("$.Fred");
    private static readonly MessageName s_same = MessageName.Parse("$.Fred");
    private static readonly MessageName s_second = MessageName.Parse("$.Fret");

    [Fact]
    public void They_are_ordered_by_their_bytes()
    {
        Assert.True(s_first < s_second && s_first <= s_second && s_second > s_first && s_second >= s_first);
        Assert.False(s_second < s_first || s_second <= s_first || s_first > s_second || s_first >= s_second);
        Assert.False(s_first < s_same || s_first > s_same);
        Assert.True(s_first <= s_same && s_first >= s_same);
    }

    [Fact]
    public void None_is_before_all_and_equal_to_none_alone()
    {
        MessageName? none = null;
        Assert.True(none < s_first && none <= s_first && s_first > none && none == null);
        Assert.False(none == s_first || s_first == none);
        Assert.True(none != s_first && s_first != none && s_first == s_same);
    }

    [Fact]
    public void A_plain_name_matches_no_other_that_differs_in_its_last_byte()
    {
        Assert.True(s_first.Matches(s_same));
        Assert.False(s_first.Matches(s_second));
    }
}
