using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Messages;

/// <summary>Every sentence of kbus.md 2 about what a name is.</summary>
public sealed class MessageNameTests
{
    [Theory]
    [InlineData("$.A")]
    [InlineData("$.Fred")]
    [InlineData("$.Fred.Jim.Bob")]
    [InlineData("$.0")]
    [InlineData("$.azAZ09")]
    [InlineData("$.*")]
    [InlineData("$.%")]
    [InlineData("$.Fred.*")]
    [InlineData("$.Fred.%")]
    public void A_name_is_a_dollar_and_words_of_letters_and_digits(string name)
    {
        Assert.True(MessageName.TryParse(name, out var parsed, out var fault));
        Assert.Equal(NameFault.None, fault);
        Assert.Equal(name, parsed.Value);
        Assert.Equal(name.Length, parsed.Length);
    }

    [Theory]
    [InlineData("", NameFault.Empty)]
    [InlineData("$", NameFault.NoPrefix)]
    [InlineData("$.", NameFault.NoPrefix)]
    [InlineData("Fred", NameFault.NoPrefix)]
    [InlineData(".Fred", NameFault.NoPrefix)]
    [InlineData("$Fred", NameFault.NoPrefix)]
    [InlineData("$..", NameFault.EmptyWord)]
    [InlineData("$..Fred", NameFault.EmptyWord)]
    [InlineData("$.Fred.", NameFault.EmptyWord)]
    [InlineData("$.Fred..Jim", NameFault.EmptyWord)]
    [InlineData("$.Fred*", NameFault.MisplacedWildcard)]
    [InlineData("$.Fred%", NameFault.MisplacedWildcard)]
    [InlineData("$.*.Fred", NameFault.MisplacedWildcard)]
    [InlineData("$.%.Fred", NameFault.MisplacedWildcard)]
    [InlineData("$.**", NameFault.MisplacedWildcard)]
    [InlineData("$.*%", NameFault.MisplacedWildcard)]
    [InlineData("$.Fred Jim", NameFault.BadCharacter)]
    [InlineData("$.Fred_Jim", NameFault.BadCharacter)]
    [InlineData("$.Fred\0", NameFault.BadCharacter)]
    [InlineData("$.Fr\u00e9d", NameFault.BadCharacter)]
    [InlineData("$.\u0130", NameFault.BadCharacter)]
    [InlineData("$.$", NameFault.BadCharacter)]
    public void Anything_else_is_none_and_says_why(string name, NameFault expected)
    {
        Assert.False(MessageName.TryParse(name, out var parsed, out var fault));
        Assert.Null(parsed);
        Assert.Equal(expected, fault);
        Assert.Throws<FormatException>(() => MessageName.Parse(name));
    }

    [Fact]
    public void A_name_has_3_to_1000_bytes()
    {
        var longest = "$." + new string('a', 998);
        Assert.True(MessageName.TryParse(longest, out _, out _));
        Assert.False(MessageName.TryParse(longest + "a", out _, out var fault));
        Assert.Equal(NameFault.TooLong, fault);
        Assert.False(MessageName.TryParse("$.", out _, out _));
    }

    [Fact]
    public void The_fault_of_a_name_in_bytes_is_that_of_its_text()
    {
        foreach (var name in new[] { "", "$", "$.A", "$..A", "$.A*", "$.A.", "$.A_B", "$.*", new string('a', 1001) })
        {
            Assert.Equal(NameRules.Check(name), NameRules.Check(System.Text.Encoding.ASCII.GetBytes(name)));
        }

        Assert.Equal(NameFault.BadCharacter, NameRules.Check([(byte)'$', (byte)'.', 0xC9]));
    }

    [Theory]
    [InlineData("$.*", true)]
    [InlineData("$.%", true)]
    [InlineData("$.Fred.*", true)]
    [InlineData("$.Fred.%", true)]
    [InlineData("$.Fred", false)]
    public void A_last_word_of_star_or_percent_makes_a_wildcard(string name, bool wildcard)
        => Assert.Equal(wildcard, MessageName.Parse(name).IsWildcard);

    [Theory]
    [InlineData("$.Fred.*", "$.Fred.Jim", true)]
    [InlineData("$.Fred.*", "$.Fred.Jim.Bob", true)]
    [InlineData("$.Fred.*", "$.Fred", false)]
    [InlineData("$.Fred.*", "$.Fredd.Jim", false)]
    [InlineData("$.Fred.*", "$.Freda", false)]
    [InlineData("$.Fred.%", "$.Fred.Jim", true)]
    [InlineData("$.Fred.%", "$.Fred.Jim.Bob", false)]
    [InlineData("$.Fred.%", "$.Fred", false)]
    [InlineData("$.*", "$.A", true)]
    [InlineData("$.*", "$.A.B.C", true)]
    [InlineData("$.%", "$.A", true)]
    [InlineData("$.%", "$.A.B", false)]
    [InlineData("$.Fred", "$.Fred", true)]
    [InlineData("$.Fred", "$.fred", false)]
    [InlineData("$.Fred", "$.Fred.Jim", false)]
    public void A_binding_matches_as_kbus_says(string binding, string message, bool matches)
        => Assert.Equal(matches, MessageName.Parse(binding).Matches(MessageName.Parse(message)));

    [Fact]
    public void Names_are_equal_by_their_bytes()
    {
        var a = MessageName.Parse("$.Fred");
        var same = MessageName.Parse(new string("$.Fred".ToCharArray()));
        var other = MessageName.Parse("$.fred");
        Assert.True(a == same);
        Assert.Equal(a.GetHashCode(), same.GetHashCode());
        Assert.True(a != other);
        Assert.False(a.Equals(null));
        Assert.True(a < other);
        Assert.Equal("$.Fred", a.ToString());
    }

    [Fact]
    public void Reserved_names_are_those_under_KBUS()
    {
        Assert.True(MessageName.ReplierBindEvent.IsReserved);
        Assert.True(MessageName.Parse("$.KBUS.Replier.GoneAway").IsReserved);
        Assert.False(MessageName.Parse("$.KBUS").IsReserved);
        Assert.False(MessageName.Parse("$.KBUSes.A").IsReserved);
    }

    [Theory]
    [InlineData(NameFault.None, Errno.None)]
    [InlineData(NameFault.Empty, Errno.EBADMSG)]
    [InlineData(NameFault.TooLong, Errno.ENAMETOOLONG)]
    [InlineData(NameFault.NoPrefix, Errno.EBADMSG)]
    [InlineData(NameFault.EmptyWord, Errno.EBADMSG)]
    [InlineData(NameFault.BadCharacter, Errno.EBADMSG)]
    [InlineData(NameFault.MisplacedWildcard, Errno.EBADMSG)]
    public void A_fault_has_the_errno_that_BIND_gives(NameFault fault, Errno errno) => Assert.Equal(errno, fault.ToErrno());

    [Fact]
    public void A_description_says_what_was_found_and_what_is_expected()
    {
        Assert.Contains("1001", NameRules.Describe(new string('x', 1001), NameFault.TooLong), StringComparison.Ordinal);
        Assert.Contains("1000", NameRules.Describe(new string('x', 1001), NameFault.TooLong), StringComparison.Ordinal);
        foreach (var fault in Enum.GetValues<NameFault>().Where(f => f is not (NameFault.Empty or NameFault.TooLong)))
        {
            Assert.Contains("$.Found", NameRules.Describe("$.Found", fault), StringComparison.Ordinal);
        }

        Assert.Contains("expected", NameRules.Describe("", NameFault.Empty), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cache_gives_the_same_object_for_the_same_bytes_and_refuses_what_is_no_name()
    {
        var cache = new MessageNameCache();
        Assert.True(cache.TryGet("$.Fred"u8, out var first, out _));
        Assert.True(cache.TryGet("$.Fred"u8, out var second, out _));
        Assert.Same(first, second);
        Assert.False(cache.TryGet("$.Fred."u8, out var none, out var fault));
        Assert.Null(none);
        Assert.Equal(NameFault.EmptyWord, fault);
    }

    [Fact]
    public void A_cache_never_confuses_names()
    {
        var cache = new MessageNameCache();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 2000; i++)
            {
                var text = $"$.N{i}";
                Assert.True(cache.TryGet(System.Text.Encoding.ASCII.GetBytes(text), out var name, out _));
                Assert.Equal(text, name.Value);
            }
        }
    }
}
