using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Rules;

/// <summary>How fast a name may be bound in proxy, and that names long gone are forgotten.</summary>
public sealed class BindingPaceTests
{
    private const int MostBinds = 32;

    private static readonly MessageName s_name = MessageName.Parse("$.A");

    private readonly BindingPace _pace = new();

    [Fact]
    public void A_name_that_comes_and_goes_too_fast_rests_for_a_second()
    {
        Hurry(s_name, TimeSpan.Zero);
        Assert.False(_pace.Allows(s_name, TimeSpan.FromSeconds(0.9)));
        Assert.True(_pace.Allows(MessageName.Parse("$.B"), TimeSpan.FromSeconds(0.9)));
        Assert.True(_pace.Allows(s_name, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void One_that_takes_its_time_never_rests()
    {
        for (var i = 0; i < 10 * MostBinds; i++)
        {
            Assert.True(_pace.Allows(s_name, TimeSpan.FromSeconds(i)));
        }
    }

    [Fact]
    public void Among_thousands_of_names_those_that_rested_and_those_of_long_ago_are_forgotten_and_no_others()
    {
        Hurry(s_name, TimeSpan.Zero);
        Bind("Old", 1100, TimeSpan.Zero);
        Bind("New", 1100, TimeSpan.FromSeconds(11));

        // What was forgotten begins anew, and what was not goes on.
        var late = MessageName.Parse("$.New1");
        for (var i = 1; i < MostBinds; i++)
        {
            Assert.True(_pace.Allows(late, TimeSpan.FromSeconds(12)));
        }

        Assert.False(_pace.Allows(late, TimeSpan.FromSeconds(12)));
        Hurry(s_name, TimeSpan.FromSeconds(12));
        Hurry(MessageName.Parse("$.Old1"), TimeSpan.FromSeconds(12));
    }

    [Fact]
    public void A_name_begins_anew_ten_seconds_after_it_began()
    {
        Bind(s_name, MostBinds - 1, TimeSpan.Zero);
        Bind(s_name, 1, Seconds(9.9));
        Assert.True(_pace.Allows(s_name, Seconds(10)));
        Bind(s_name, MostBinds - 1, Seconds(19.9));
        Assert.False(_pace.Allows(s_name, Seconds(19.9)));
    }

    [Fact]
    public void One_that_has_rested_is_remembered_as_any_other()
    {
        Hurry(s_name, TimeSpan.Zero);
        Assert.Equal(1, _pace.Count);
        Bind(s_name, 1, Seconds(1));
        Assert.Equal(1, _pace.Count);
    }

    [Fact]
    public void Names_of_long_ago_are_looked_for_when_there_are_many_and_again_when_there_are_twice_as_many()
    {
        Bind("Old", 1024, TimeSpan.Zero);
        Bind("New", 1, Seconds(9.9));
        Assert.Equal(1025, _pace.Count);
        Bind("Newer", 1025, Seconds(10));
        Assert.Equal(2050, _pace.Count);
        Bind("Newest", 1, Seconds(10));
        Assert.Equal(1027, _pace.Count);
    }

    [Fact]
    public void Looking_takes_along_those_that_have_rested_and_no_others()
    {
        var other = MessageName.Parse("$.Other");
        Hurry(s_name, TimeSpan.Zero);
        Hurry(other, Seconds(0.1));
        Bind("New", 1023, Seconds(1));
        Assert.Equal(1024, _pace.Count);
        Assert.False(_pace.Allows(other, Seconds(1)));
    }

    [Fact]
    public void Beyond_as_many_as_may_be_bound_at_all_new_names_wait_until_some_are_forgotten()
    {
        Bind("Old", LimpetRulesOptions.DefaultMostBindings, TimeSpan.Zero);
        Assert.False(_pace.Allows(s_name, Seconds(0.5)));
        Assert.True(_pace.Allows(MessageName.Parse("$.Old1"), Seconds(0.5)));

        // It looks for some at most once a second.
        Assert.False(_pace.Allows(s_name, Seconds(9.5)));
        Assert.False(_pace.Allows(s_name, Seconds(10.4)));
        Assert.True(_pace.Allows(s_name, Seconds(10.5)));
        Assert.Equal(1, _pace.Count);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private void Bind(MessageName name, int times, TimeSpan now)
    {
        for (; times > 0; times--)
        {
            Assert.True(_pace.Allows(name, now));
        }
    }

    private void Bind(string word, int count, TimeSpan now)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(_pace.Allows(MessageName.Parse($"$.{word}{i}"), now));
        }
    }

    private void Hurry(MessageName name, TimeSpan now)
    {
        for (var i = 0; i < MostBinds; i++)
        {
            Assert.True(_pace.Allows(name, now));
        }

        Assert.False(_pace.Allows(name, now));
    }
}
