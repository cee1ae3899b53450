using Limpet.Core.Bus.Hosting;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Hosting;
using Limpet.Core.Tests.Limpets.Transport;

namespace Limpet.Core.Tests.Hostile;

/// <summary>The host of a bus and its members where bytes go one at a time, and where nobody takes them.</summary>
public sealed class SlowMemberTests : SharedBusTests
{
    private string HostPath => Folder.At("bus/kbus0.sock");

    [Fact]
    public async Task A_member_and_its_host_understand_each_other_a_byte_at_a_time()
    {
        using var host = First.Open(0);
        using var relay = new DrippingRelay(Folder.At("slow.sock"), HostPath);
        using var member = RemoteKsock.TryOpen(HostLink.TryConnect(Folder.At("slow.sock"), 0)!, 0, canWrite: true, Folder.At("slow.sock"))!;
        member.Bind("$.Slow", BindingKind.Listener);
        member.Bind("$.Q", BindingKind.Replier);
        host.Bind("$.Fast", BindingKind.Listener);
        var data = Enumerable.Range(0, 20_000).Select(i => (byte)i).ToArray();

        var waiting = Task.Run(() => member.Receive(GiveUp.Token));
        host.Send(new KbusMessage(MessageName.Parse("$.Slow"), data));
        Assert.Equal(data, (await waiting.WaitAsync(Patience)).Data.ToArray());

        member.Send(new KbusMessage(MessageName.Parse("$.Fast"), data));
        Assert.Equal(data, host.Receive(GiveUp.Token).Data.ToArray());

        var asked = host.Send(KbusMessage.Request("$.Q"));
        member.Send(KbusMessage.ReplyTo(member.Receive(GiveUp.Token), data));
        var answer = host.Receive(GiveUp.Token);
        Assert.Equal((asked, data.Length), (answer.InReplyTo, answer.Data.Length));
    }

    [Fact]
    public void A_member_that_takes_its_answer_byte_by_byte_gets_it_whole_and_keeps_nobody_waiting()
    {
        using var host = First.Open(0);
        using var other = Second.Open(0);
        other.Bind("$.Large", BindingKind.Listener);
        using var slow = new RawMember(HostPath);
        slow.Open();
        slow.Send(MemberOperation.Bind, [.. BitConverter.GetBytes(7), .. "$.Large"u8, 0, 0, 0, 0]);
        slow.Answer();
        var large = new KbusMessage(MessageName.Parse("$.Large"), new byte[400_000]);
        host.Send(large);

        // Its answer does not fit into what the system keeps for it.
        slow.Send(MemberOperation.TryReceive);
        var header = new byte[MemberProtocol.HeaderSize];
        for (var i = 0; i < header.Length; i++)
        {
            Assert.Equal(1, slow.Socket.Receive(header.AsSpan(i, 1)));
        }

        var left = BitConverter.ToInt32(header);
        Assert.InRange(left, 400_000, 401_000);
        var one = new byte[1];
        for (var i = 0; i < 1000; i++)
        {
            left -= slow.Socket.Receive(one);
            other.Poll();
        }

        Assert.Equal(400_000, other.Receive(GiveUp.Token).Data.Length);
        for (var rest = new byte[left]; left > 0;)
        {
            left -= slow.Socket.Receive(rest.AsSpan(0, left));
        }

        slow.Send(MemberOperation.Poll);
        Assert.NotEmpty(slow.Answer());
    }
}
