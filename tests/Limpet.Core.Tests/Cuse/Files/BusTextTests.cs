using System.Text;
using Limpet.Core.Bus;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Cuse.Files;
using Limpet.Core.Ksocks.Device;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Cuse.Files;

/// <summary>The texts of <c>/run/kbus/bindings</c> and <c>stats</c> (kbus.md 7).</summary>
public sealed class BusTextTests
{
    private static readonly BusesSeen Seen = new(
        [
            new BusStatus(
                3,
                4711,
                IsServed: true,
                409600,
                NextKsockId: 4,
                NextMessageSerial: 12,
                SetAside: 1,
                [new KsockInfo(1, 77, new MessageId(2, 9), Queued: 5, MaxMessages: 100, LeftToRead: 60, Written: 88, AwaitedReplies: 2, UnansweredRequests: 3)],
                [new BindingInfo(2, 12345, BindingKind.Replier, MessageName.Parse("$.Q")), new BindingInfo(1, 77, BindingKind.Listener, MessageName.Parse("$.*"))]),
            new BusStatus(12, 4711, IsServed: true, 409600, 1, 1, 0, [], []),
        ],
        ["Process 5 does not answer (ENODEV)"]);

    [Fact]
    public void Bindings_have_a_comment_a_device_and_a_line_a_binding()
        => Assert.Equal(
            """
            # /dev/kbus3: device, Ksock, process, R(eplier) or L(istener), name
              3:        2    12345  R  $.Q
              3:        1       77  L  $.*
            # /dev/kbus12: device, Ksock, process, R(eplier) or L(istener), name
            # Process 5 does not answer (ENODEV)

            """,
            Encoding.ASCII.GetString(BusText.Bindings(Seen)));

    [Fact]
    public void What_reads_the_kernel_modules_file_reads_it()
        => Assert.Equal([(3, 2u), (3, 1u)], ProcBindings.Parse(Encoding.ASCII.GetString(BusText.Bindings(Seen))).Select(binding => (binding.Device, binding.Ksock)));

    [Fact]
    public void Stats_tell_of_each_device_and_of_each_of_its_Ksocks()
        => Assert.Equal(
            """
              3: next ksock 4, next message 12, set aside 1, served by process 4711
                 ksock 1 of process 77: last sent 2:9, queue 5 of 100
                     60 bytes left to read, 88 bytes written, 2 replies awaited, 3 requests unanswered
             12: next ksock 1, next message 1, set aside 0, served by process 4711
            # Process 5 does not answer (ENODEV)

            """,
            Encoding.ASCII.GetString(BusText.Stats(Seen)));
}
