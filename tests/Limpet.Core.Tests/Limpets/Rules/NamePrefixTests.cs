using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Messages;

namespace Limpet.Core.Tests.Limpets.Rules;

/// <summary>The words that names of one bus stand under on another.</summary>
public sealed class NamePrefixTests
{
    [Theory]
    [InlineData("Kitchen", "$.Light", "$.Kitchen.Light")]
    [InlineData("House.Kitchen", "$.A.B", "$.House.Kitchen.A.B")]
    [InlineData("Kitchen", "$.*", "$.Kitchen.*")]
    [InlineData("Kitchen", "$.A.%", "$.Kitchen.A.%")]
    [InlineData("Kitchen", "$.Kitchen", "$.Kitchen.Kitchen")]
    [InlineData("Kitchen", "$.KBUS", "$.Kitchen.KBUS")]
    [InlineData("Kitchen", "$.KBUS.Replier.GoneAway", "$.KBUS.Replier.GoneAway")]
    public void It_stands_in_front_and_is_taken_off_again(string prefix, string here, string there)
    {
        Assert.Equal(there, NamePrefix.Parse(prefix).Add(MessageName.Parse(here))!.Value);
        Assert.Equal(here, NamePrefix.Parse(prefix).Remove(MessageName.Parse(there)).Value);
    }

    [Theory]
    [InlineData("$.Attic.Light")]
    [InlineData("$.Kitchen")]
    [InlineData("$.Kitchens.Light")]
    [InlineData("$.*")]
    [InlineData("$.Kitchen.KBUS.ReplierBindEvent")]
    public void Other_names_come_in_as_they_are(string name) => Assert.Equal(name, NamePrefix.Parse("Kitchen").Remove(MessageName.Parse(name)).Value);

    [Fact]
    public void Any_name_comes_back_as_it_was()
        => Samples.Check(MessageGens.AnyName, 1000, name => Assert.Equal(name, NamePrefix.Parse("abc.X").Remove(NamePrefix.Parse("abc.X").Add(name)!)));

    [Fact]
    public void A_name_may_become_too_long()
    {
        var longest = MessageName.Parse("$." + new string('x', MessageName.MaxLength - 4));
        Assert.Equal(MessageName.MaxLength, NamePrefix.Parse("K").Add(longest)!.Length);
        Assert.Null(NamePrefix.Parse("KK").Add(longest));
    }

    [Theory]
    [InlineData("", "The prefix is empty; expected words of letters and digits")]
    [InlineData("$.Kitchen", "The prefix '$.Kitchen' begins with '$'; expected words")]
    [InlineData("Kitchen.", "The prefix 'Kitchen.' is none; expected words")]
    [InlineData(".Kitchen", "The prefix '.Kitchen' is none;")]
    [InlineData("Kitchen.*", "The prefix 'Kitchen.*' is none;")]
    [InlineData("My Kitchen", "The prefix 'My Kitchen' is none;")]
    [InlineData("KBUS", "The prefix 'KBUS' would put names under $.KBUS.")]
    [InlineData("KBUS.Kitchen", "The prefix 'KBUS.Kitchen' would put names under $.KBUS.")]
    public void A_prefix_that_is_none_is_named_and_said_what_is_wrong_with_it(string prefix, string expected)
        => Assert.StartsWith(expected, Assert.Throws<FormatException>(() => NamePrefix.Parse(prefix)).Message);

    [Fact]
    public void A_prefix_leaves_room_for_a_name()
    {
        Assert.Equal(996, NamePrefix.Parse(new string('x', 996)).Words.Length);
        Assert.Contains("has 997 bytes; the most is 996", NamePrefix.Fault(new string('x', 997)));
    }
}
