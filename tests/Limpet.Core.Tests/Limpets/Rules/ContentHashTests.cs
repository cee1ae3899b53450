using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Rules;

/// <summary>Whether two messages of one id are the same is told by 64 bits, so all of a message must count in them.</summary>
public sealed class ContentHashTests
{
    [Fact]
    public void Messages_that_differ_in_a_bit_or_in_length_or_in_their_name_differ_in_it()
    {
        var messages = new List<KbusMessage>();
        for (var length = 0; length < 40; length++)
        {
            messages.Add(Message("$.A", new byte[length]));
            messages.Add(Message("$.B", new byte[length]));
            for (var bit = 0; bit < 8 * length; bit++)
            {
                var data = new byte[length];
                data[bit / 8] = (byte)(1 << (bit % 8));
                messages.Add(Message("$.A", data));
            }
        }

        Assert.Equal(messages.Count, messages.Select(ContentHash.Of).Distinct().Count());
    }

    [Fact]
    public void Words_that_change_places_do_too()
    {
        byte[] one = [.. Enumerable.Range(0, 8).Select(i => (byte)i)];
        byte[] other = [.. Enumerable.Range(8, 8).Select(i => (byte)i)];
        Assert.NotEqual(ContentHash.Of(Message("$.A", [.. one, .. other])), ContentHash.Of(Message("$.A", [.. other, .. one])));
    }

    [Fact]
    public void The_same_again_has_the_same() => Assert.Equal(ContentHash.Of(Message("$.A", [1, 2, 3])), ContentHash.Of(Message("$.A", [1, 2, 3])));

    private static KbusMessage Message(string name, byte[] data) => new(MessageName.Parse(name), data);
}
