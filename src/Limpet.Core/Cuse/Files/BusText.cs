using System.Globalization;
using System.Text;
using Limpet.Core.Bus;
using Limpet.Core.Ksocks.Device;

namespace Limpet.Core.Cuse.Files;

/// <summary>The texts of <c>bindings</c> and <c>stats</c> (kbus.md 7), in ASCII, each line with its end.</summary>
internal static class BusText
{
    /// <summary>Per device a comment, and then its bindings, newest first, as <see cref="ProcBindings"/> writes them.</summary>
    public static byte[] Bindings(BusesSeen seen)
    {
        var text = new StringBuilder();
        foreach (var bus in seen.Buses)
        {
            text.Append(ProcBindings.Comment(bus.Device)).Append('\n');
            foreach (var binding in bus.Bindings)
            {
                text.Append(ProcBindings.Format(new ProcBinding(bus.Device, binding.Ksock, (ulong)binding.ProcessId, binding.Kind, binding.Name))).Append('\n');
            }
        }

        return End(text, seen);
    }

    /// <summary>Per device its next Ksock id, next serial and events set aside; per Ksock how it stands.</summary>
    public static byte[] Stats(BusesSeen seen)
    {
        var text = new StringBuilder();
        foreach (var bus in seen.Buses)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{bus.Device,3}: next ksock {bus.NextKsockId}, next message {bus.NextMessageSerial}, set aside {bus.SetAside}, served by process {bus.HostProcessId}\n");
            foreach (var ksock in bus.Ksocks)
            {
                Append(text, ksock);
            }
        }

        return End(text, seen);
    }

    private static void Append(StringBuilder text, KsockInfo ksock)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"     ksock {ksock.Id} of process {ksock.ProcessId}: last sent {ksock.LastSent}, queue {ksock.Queued} of {ksock.MaxMessages}\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"         {ksock.LeftToRead} bytes left to read, {ksock.Written} bytes written, {ksock.AwaitedReplies} replies awaited, {ksock.UnansweredRequests} requests unanswered\n");
    }

    private static byte[] End(StringBuilder text, BusesSeen seen)
    {
        foreach (var problem in seen.Problems)
        {
            text.Append("# ").Append(problem).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
