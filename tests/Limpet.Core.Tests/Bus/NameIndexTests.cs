using Limpet.Core.Bus;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus;

/// <summary>The tree of names, by itself: who hears a name, in which order, and that nothing is left in it or lost.</summary>
public sealed class NameIndexTests
{
    private static readonly (string Name, BindingKind Kind)[] Everywhere =
    [
        ("$.A", BindingKind.Listener), ("$.A.%", BindingKind.Listener), ("$.A.*", BindingKind.Listener),
        ("$.A", BindingKind.Replier), ("$.A.%", BindingKind.Replier), ("$.A.*", BindingKind.Replier),
        ("$.A.B", BindingKind.Listener), ("$.A.C", BindingKind.Replier), ("$.D", BindingKind.Listener),
    ];

    private readonly BusKsock _ksock = new BusDevice(0).Open();
    private readonly NameIndex _names = new();
    private ulong _sequence;

    [Theory]
    [InlineData("$.A", "$.A $.* $.%")]
    [InlineData("$.A.B", "$.A.B $.A.* $.A.% $.*")]
    [InlineData("$.A.B.C", "$.A.* $.*")]
    [InlineData("$.X.B", "$.*")]
    public void Listeners_come_newest_first_from_wherever_in_the_tree(string name, string heard)
    {
        string[] bound = ["$.%", "$.*", "$.A.%", "$.A.*", "$.A.B", "$.A"];
        Array.ForEach(bound, one => Add(one, BindingKind.Listener));
        Assert.Equal(heard, string.Join(' ', Heard(name).Select(binding => binding.Name.Value)));

        Array.ForEach(bound, one => Add(one, BindingKind.Listener));
        var twice = Heard(name);
        Assert.Equal(2 * heard.Split(' ').Length, twice.Count);
        Assert.Equal(twice.OrderByDescending(binding => binding.Sequence), twice);
    }

    [Theory]
    [InlineData("$.A.B", "$.A.B")]
    [InlineData("$.A.X", "$.A.%")]
    [InlineData("$.A.B.C", "$.*")]
    [InlineData("$.A", "$.*")]
    [InlineData("$.X.Y", "$.*")]
    public void A_Request_is_for_the_plain_name_then_the_percent_then_the_newest_star(string name, string asked)
    {
        Array.ForEach(["$.A.B", "$.A.*", "$.A.%", "$.*"], bound => Add(bound, BindingKind.Replier));
        Assert.Equal(asked, _names.ReplierFor(MessageName.Parse(name))!.Name.Value);
    }

    [Fact]
    public void Among_stars_the_newest_is_asked_wherever_it_stands()
    {
        var root = Add("$.*", BindingKind.Replier);
        var inner = Add("$.A.*", BindingKind.Replier);
        Assert.Same(inner, _names.ReplierFor(MessageName.Parse("$.A.B")));
        _names.Remove(root);
        root = Add("$.*", BindingKind.Replier);
        Assert.Same(root, _names.ReplierFor(MessageName.Parse("$.A.B")));
        Assert.Same(root, _names.ReplierFor(MessageName.Parse("$.A")));
    }

    [Fact]
    public void A_percent_is_asked_before_a_star_for_a_name_that_others_listen_to_too()
    {
        var percent = Add("$.%", BindingKind.Replier);
        Add("$.*", BindingKind.Replier);
        Add("$.A", BindingKind.Listener);
        Assert.Same(percent, _names.ReplierFor(MessageName.Parse("$.A")));
    }

    [Fact]
    public void A_percent_is_asked_for_the_last_word_alone()
    {
        var percent = Add("$.%", BindingKind.Replier);
        Add("$.A.B.C", BindingKind.Replier);
        Assert.Same(percent, _names.ReplierFor(MessageName.Parse("$.A")));
        Assert.Same(percent, _names.ReplierFor(MessageName.Parse("$.X")));
        Assert.Null(_names.ReplierFor(MessageName.Parse("$.A.B")));
        Assert.Null(_names.ReplierFor(MessageName.Parse("$.A.X")));
        Assert.Null(_names.ReplierFor(MessageName.Parse("$.X.Y")));
    }

    [Fact]
    public void Whatever_goes_nothing_else_is_lost_and_nothing_is_left()
    {
        foreach (var first in Everywhere)
        {
            foreach (var second in Everywhere.Where(other => other != first))
            {
                var gone = Add(first.Name, first.Kind);
                var stays = Add(second.Name, second.Kind);
                _names.Remove(gone);
                Assert.Null(Exact(first));
                Assert.Same(stays, Exact(second));
                _names.Remove(stays);
                Assert.Null(Exact(second));
                Assert.Equal(1, Looked("$.A.B.C"));
            }
        }
    }

    [Fact]
    public void Of_many_to_one_name_the_one_that_goes_goes()
    {
        var all = Enumerable.Range(0, 9).Select(_ => Add("$.A", BindingKind.Listener)).ToList();
        foreach (var place in new[] { 4, 0, 6, 3, 1, 2, 2, 0, 0 })
        {
            _names.Remove(all[place]);
            all.RemoveAt(place);
            Assert.Equal(Enumerable.Reverse(all), Heard("$.A"));
        }
    }

    [Fact]
    public void The_newest_of_a_Ksock_s_own_is_found()
    {
        var other = new BusDevice(0).Open();
        Add("$.A.*", BindingKind.Listener);
        var newest = Add("$.A.*", BindingKind.Listener);
        _names.Add(new Binding(other, MessageName.Parse("$.A.*"), BindingKind.Listener, ++_sequence));
        Assert.Same(newest, _names.ExactListener(MessageName.Parse("$.A.*"), _ksock));
        Assert.Null(_names.ExactListener(MessageName.Parse("$.A.%"), _ksock));
        Assert.Null(_names.ExactListener(MessageName.Parse("$.A"), _ksock));
        Assert.Null(_names.ExactListener(MessageName.Parse("$.A.B.*"), other));
    }

    [Fact]
    public void What_is_looked_at_are_the_words_down_to_where_the_tree_ends_and_who_hears()
    {
        Assert.Equal(1, Looked("$.A.B.C.D"));
        Add("$.A.B", BindingKind.Listener);
        Assert.Equal(3, Looked("$.A.B.C.D"));
        Assert.Equal(1, Looked("$.A"));
        Add("$.A.*", BindingKind.Listener);
        Add("$.A.*", BindingKind.Listener);
        Assert.Equal(5, Looked("$.A.B.C.D"));
        Assert.Equal(5, Looked("$.A.B"));
    }

    [Fact]
    public void A_name_that_goes_leaves_the_part_of_the_tree_that_others_need()
    {
        Add("$.A", BindingKind.Listener);
        _names.Remove(Add("$.A.B.C", BindingKind.Listener));
        Assert.Equal(2, Looked("$.A.B.C"));
        Assert.Single(Heard("$.A"));
    }

    [Fact]
    public void A_request_looks_at_each_word_once()
    {
        Add("$.A.B", BindingKind.Replier);
        var before = _names.Looked;
        _names.ReplierFor(MessageName.Parse("$.A.B"));
        Assert.Equal(2, _names.Looked - before);
        _names.ReplierFor(MessageName.Parse("$.X.B.C"));
        Assert.Equal(3, _names.Looked - before);
    }

    private Binding Add(string name, BindingKind kind)
    {
        var binding = new Binding(_ksock, MessageName.Parse(name), kind, ++_sequence);
        _names.Add(binding);
        return binding;
    }

    private Binding? Exact((string Name, BindingKind Kind) of)
        => of.Kind == BindingKind.Replier ? _names.ExactReplier(MessageName.Parse(of.Name)) : _names.ExactListener(MessageName.Parse(of.Name), _ksock);

    private List<Binding> Heard(string name)
    {
        var heard = new List<Binding>();
        _names.AddListenersFor(MessageName.Parse(name), heard);
        return heard;
    }

    private long Looked(string name)
    {
        var before = _names.Looked;
        Heard(name);
        return _names.Looked - before;
    }
}
