using System.Text;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Wire;

/// <summary>The word with which a peer is sent away.</summary>
public sealed class FarewellTests
{
    [Theory]
    [InlineData(FarewellKind.Displaced, "$.KBUS.Limpet.Displaced")]
    [InlineData(FarewellKind.Refused, "$.KBUS.Limpet.Refused")]
    internal void It_is_a_Status_that_no_original_takes_for_an_answer(FarewellKind kind, string name)
    {
        var message = new Farewell(kind, "reason").ToMessage(5);
        Assert.Equal(MessageKind.Status, message.Kind);
        Assert.Equal(
            new KbusMessage(MessageName.Parse(name), "reason"u8.ToArray()) { InReplyTo = new MessageId(5, uint.MaxValue), Flags = MessageFlags.Synthetic },
            message);
        Assert.Equal(new Farewell(kind, "reason"), Farewell.Read(message, 5));
    }

    [Fact]
    public void Any_other_message_is_none()
    {
        var message = new Farewell(FarewellKind.Refused, "reason").ToMessage(5);
        Assert.Null(Farewell.Read(message, 6));
        Assert.Null(Farewell.Read(message with { InReplyTo = new MessageId(5, 1) }, 5));
        Assert.Null(Farewell.Read(message with { Name = MessageName.Parse("$.KBUS.Limpet.Other") }, 5));
    }

    [Fact]
    public void Its_reason_is_cut_at_500_bytes_and_nothing_in_it_is_obeyed_by_a_terminal()
    {
        Assert.Equal(new string('x', 500), Reason(new string('x', 500)));
        Assert.Equal(new string('x', 500), Reason(new string('x', 501)));
        Assert.Equal("areasonä", Reason("a\u001brea\r\nson\u009bä"));
        Assert.Equal("", Reason(""));

        static string Reason(string said)
            => Farewell.Read(new Farewell(FarewellKind.Refused, "").ToMessage(5) with { Data = Encoding.UTF8.GetBytes(said) }, 5)!.Reason;
    }
}
