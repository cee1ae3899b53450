using Limpet.Core.Bus;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus;

/// <summary>What only the engine itself shows; the rest is in the conformance tests, which every kind of bus passes.</summary>
public sealed class BusDeviceTests
{
    [Fact]
    public void Serials_begin_at_1_and_skip_0_on_wrap()
    {
        var device = new BusDevice(0);
        var sender = device.Open();
        Assert.Equal(1u, Serial(sender));
        device.LastSerial = uint.MaxValue - 1;
        Assert.Equal([uint.MaxValue, 1u, 2u], [Serial(sender), Serial(sender), Serial(sender)]);
    }

    [Fact]
    public void Ksock_ids_begin_at_1()
    {
        var device = new BusDevice(0);
        Assert.Equal(1u, device.NextKsockId);
        Assert.Equal([1u, 2u], [device.Open().Id, device.Open().Id]);
        Assert.Equal(3u, device.NextKsockId);
    }

    [Fact]
    public void Bindings_are_listed_newest_first()
    {
        var device = new BusDevice(0);
        var first = device.Open(processId: 10);
        var second = device.Open(processId: 20);
        first.Bind("$.A", BindingKind.Listener);
        second.Bind("$.*", BindingKind.Replier);
        first.Bind("$.A", BindingKind.Listener);
        Assert.Equal(
            [(1u, 10, BindingKind.Listener, "$.A"), (2u, 20, BindingKind.Replier, "$.*"), (1u, 10, BindingKind.Listener, "$.A")],
            device.Bindings.Select(binding => (binding.Ksock, binding.ProcessId, binding.Kind, binding.Name.Value)));
    }

    [Fact]
    public void A_description_says_what_a_Ksock_holds()
    {
        var device = new BusDevice(0);
        var replier = device.Open(processId: 7);
        replier.Bind("$.Q", BindingKind.Replier);
        var asker = device.Open();
        Assert.Equal(Errno.None, asker.Send(KbusMessage.Request("$.Q"), out _));
        Assert.Equal(Errno.None, asker.Send(KbusMessage.Request("$.Q"), out var last));
        Assert.Equal(Errno.None, replier.NextMessage(out var length));
        asker.Write(new byte[5]);
        Assert.Equal(new KsockInfo(1, 7, MessageId.None, 1, 100, (int)length, 0, 0, 1), replier.Describe());
        Assert.Equal(new KsockInfo(2, 0, last, 0, 100, 0, 5, 2, 0), asker.Describe());
    }

    [Fact]
    public void A_message_goes_to_all_its_listeners_without_its_data_being_copied()
    {
        var device = new BusDevice(0);
        var one = device.Open();
        var two = device.Open();
        one.Bind("$.A", BindingKind.Listener);
        two.Bind("$.A", BindingKind.Listener);
        byte[] data = [1, 2, 3];
        Assert.Equal(Errno.None, device.Open().Send(new KbusMessage(MessageName.Parse("$.A"), data), out _));
        Assert.True(one.Receive()!.Data.Equals(data));
        Assert.True(two.Receive()!.Data.Equals(data));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    public void A_device_number_is_0_to_255(int number) => Assert.Throws<ArgumentOutOfRangeException>(() => new BusDevice(number));

    private static uint Serial(BusKsock sender)
    {
        Assert.Equal(Errno.None, sender.Send(KbusMessage.Announcement("$.A"), out var id));
        return id.Serial;
    }

    [Fact]
    public void A_Ksock_that_does_not_hear_itself_hears_all_others_and_answers_itself()
    {
        var device = new BusDevice(0);
        var deaf = device.Open();
        var other = device.Open();
        deaf.HearsItself = false;
        deaf.Bind("$.*", BindingKind.Listener);
        deaf.Bind("$.Q", BindingKind.Replier);
        other.Bind("$.*", BindingKind.Listener);
        Assert.Equal(Errno.None, deaf.Send(KbusMessage.Announcement("$.A"), out _));
        Assert.Equal((0u, 1u), (deaf.QueuedMessages, other.QueuedMessages));
        Assert.Equal(Errno.None, other.Send(KbusMessage.Announcement("$.B"), out _));
        Assert.Equal("$.B", deaf.Receive()!.Name.Value);
        Assert.Equal(Errno.None, deaf.Send(KbusMessage.Request("$.Q"), out _));
        Assert.True(deaf.Receive()!.WantsYouToReply);
        Assert.Null(deaf.Receive());
    }
}
