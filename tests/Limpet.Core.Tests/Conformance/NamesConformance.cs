using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Conformance;

/// <summary>kbus.md 2, as a bus applies it.</summary>
public abstract class NamesConformance<TWorld> : KsockConformance<TWorld>
    where TWorld : IKsockWorld, new()
{
    [Theory]
    [InlineData("$.*", "$.A", true)]
    [InlineData("$.*", "$.A.B.C", true)]
    [InlineData("$.%", "$.A", true)]
    [InlineData("$.%", "$.A.B", false)]
    [InlineData("$.Fred.*", "$.Fred.Jim", true)]
    [InlineData("$.Fred.*", "$.Fred.Jim.Bob", true)]
    [InlineData("$.Fred.*", "$.Fred", false)]
    [InlineData("$.Fred.*", "$.Freda", false)]
    [InlineData("$.Fred.%", "$.Fred.Jim", true)]
    [InlineData("$.Fred.%", "$.Fred.Jim.Bob", false)]
    [InlineData("$.Fred.%", "$.Fred", false)]
    [InlineData("$.Fred", "$.Fred", true)]
    [InlineData("$.Fred", "$.fred", false)]
    [InlineData("$.Fred", "$.Fred.Jim", false)]
    public void A_listener_hears_the_names_its_binding_matches(string binding, string name, bool hears)
    {
        var listener = Listener(binding);
        Open().Send(Say(name));
        Assert.Equal(hears ? 1u : 0u, listener.QueuedMessages());
    }

    [Theory]
    [InlineData("$.*")]
    [InlineData("$.%")]
    [InlineData("$.Fred.*")]
    [InlineData("$.Fred.%")]
    public void A_wildcard_is_never_good_for_sending(string name) => SendFails(Errno.EBADMSG, Open(), Say(name));

    [Theory]
    [InlineData("$.Fred*")]
    [InlineData("$..Fred")]
    [InlineData("$.Fred.")]
    [InlineData("$")]
    [InlineData("$.")]
    [InlineData("Fred")]
    [InlineData("$.Fr_d")]
    [InlineData("$.*.Fred")]
    public void What_is_no_name_cannot_be_bound(string name)
    {
        var ksock = Open();
        Fails(Errno.EBADMSG, () => ksock.Bind(name, BindingKind.Listener));
        Fails(Errno.EBADMSG, () => ksock.Bind(name, BindingKind.Replier));
    }

    [Fact]
    public void A_name_of_1000_bytes_is_bound_and_sent()
    {
        var name = "$." + new string('a', 998);
        var listener = Listener(name);
        Open().Send(Say(name));
        Assert.Equal(name, Only(listener).Name.Value);
    }

    [Fact]
    public void The_plain_replier_wins_over_percent_and_that_over_star()
    {
        var plain = Replier("$.A.B");
        var percent = Replier("$.A.%");
        var star = Replier("$.A.*");
        var asker = Open();
        foreach (var expected in new[] { plain, percent, star })
        {
            asker.Send(Ask("$.A.B"));
            Assert.True(Only(expected).WantsYouToReply);
            expected.Dispose();
        }

        SendFails(Errno.EADDRNOTAVAIL, asker, Ask("$.A.B"));
    }

    [Theory]
    [InlineData("$.*", "$.A.*")]
    [InlineData("$.A.*", "$.*")]
    public void Among_star_repliers_the_newest_wins_however_long(string older, string newer)
    {
        var old = Replier(older);
        var young = Replier(newer);
        Open().Send(Ask("$.A.B"));
        Silent(old);
        Assert.True(Only(young).WantsYouToReply);
    }
}
