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
