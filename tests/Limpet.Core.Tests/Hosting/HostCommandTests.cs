using Limpet.Core.Bus.Hosting;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>What the host of a bus carries out for its members.</summary>
public sealed class HostCommandTests : SharedBusTests
{
    [Fact]
    public void A_new_device_is_told_by_its_number_and_none_by_why()
    {
        Assert.Equal([0u, 7u], NewDevice(() => 7));
        Assert.Equal([(uint)Errno.EINVAL, 0u], NewDevice(() => null));
        Assert.Equal([(uint)Errno.EACCES, 0u], NewDevice(() => throw new KbusException(Errno.EACCES, KsockOperation.NewDevice, 0)));
    }

    [Fact]
    public void What_is_discarded_is_no_part_of_the_next_message()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        member.Bind("$.A", BindingKind.Listener);
        member.Write("rubbish"u8);
        member.Discard();
        member.Write(Fields.Message(KbusMessage.Announcement("$.A")).AsSpan(sizeof(uint)));
        var id = member.SendWritten();
        Assert.Equal((id, "$.A"), (member.LastSent(), member.TryReceive()!.Name.Value));
    }

    [Fact]
    public void A_member_that_shall_hear_itself_again_does()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        member.Bind("$.A", BindingKind.Listener);
        ((IBulkKsock)member).HearsItself = false;
        member.Send(KbusMessage.Announcement("$.A", "unheard"));
        ((IBulkKsock)member).HearsItself = true;
        member.Send(KbusMessage.Announcement("$.A", "heard"));
        Assert.Equal("heard"u8, member.TryReceive()!.Data.Span);
    }

    [Fact]
    public void The_longest_name_there_is_can_be_bound_and_found()
    {
        using var host = First.Open(0);
        using var member = Second.Open(0);
        var name = "$." + new string('a', MessageName.MaxLength - 2);
        member.Bind(name, BindingKind.Replier);
        Assert.Equal((member.Id, member.Id), (member.FindReplier(name), host.FindReplier(name)));
        Assert.Throws<KbusException>(() => member.Bind(name + "a", BindingKind.Listener));
    }

    [Fact]
    public void A_bus_that_is_a_device_of_the_system_too_says_so()
    {
        using var host = First.Open(0);
        Assert.False(Second.Inspect(0)!.IsServed);
        First.Serve(0, _ => new Outlet());
        Assert.Equal((true, true), (First.Inspect(0)!.IsServed, Second.Inspect(0)!.IsServed));
    }

    private static uint[] NewDevice(Func<uint?> make)
    {
        var writer = new FrameWriter();
        var frame = new FrameReader((byte)MemberOperation.NewDevice, [], text => new FormatException(text));
        MemberCommands.NewDevice(ref frame, new BusHost(0, make), writer);
        return Fields.Numbers(writer.Pending[MemberProtocol.HeaderSize..].ToArray());
    }

    private sealed class Outlet : IBusOutlet
    {
        public bool IsEnded => false;

        public void Dispose()
        {
            // There is nothing behind it.
        }
    }
}
