using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Messages;

public sealed class MessageIdTests
{
    [Theory]
    [InlineData("0:0", 0u, 0u)]
    [InlineData("0:17", 0u, 17u)]
    [InlineData("4294967295:4294967295", uint.MaxValue, uint.MaxValue)]
    public void An_id_is_read_and_printed_as_network_and_serial(string text, uint network, uint serial)
    {
        Assert.Equal(new MessageId(network, serial), MessageId.Parse(text));
        Assert.Equal(text, MessageId.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("1")]
    [InlineData("1:")]
    [InlineData(":1")]
    [InlineData("1:2:3")]
    [InlineData("-1:2")]
    [InlineData("+1:2")]
    [InlineData(" 1:2")]
    [InlineData("1:2 ")]
    [InlineData("1: 2")]
    [InlineData("4294967296:1")]
    [InlineData("0x1:1")]
    [InlineData("1,000:1")]
    public void Anything_else_is_no_id(string text)
    {
        Assert.False(MessageId.TryParse(text, out var id));
        Assert.Equal(MessageId.None, id);
        var error = Assert.Throws<FormatException>(() => MessageId.Parse(text));
        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("expected network:serial", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_0_0_is_none()
    {
        Assert.True(MessageId.None.IsNone);
        Assert.True(default(MessageId).IsNone);
        Assert.False(new MessageId(0, 1).IsNone);
        Assert.False(new MessageId(1, 0).IsNone);
        Assert.True(OriginId.None.IsNone);
        Assert.False(new OriginId(0, 1).IsNone);
        Assert.False(new OriginId(1, 0).IsNone);
        Assert.Equal("2:4", new OriginId(2, 4).ToString());
    }
}
