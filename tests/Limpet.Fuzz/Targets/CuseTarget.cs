using Limpet.Core.Bus;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Cuse;
using Limpet.Core.Messages.InMemory;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>What the kernel hands on from the programs that use a device: requests, one after another (see <see cref="FuseRequests"/>).</summary>
internal sealed class CuseTarget() : FuzzTarget("cuse", BusDevice.AbsoluteMaxMessageSize)
{
    private static readonly byte[] s_reply = new byte[CuseSession.BufferSize];

    public override bool HasSteps => true;

    public override void Run(ReadOnlySpan<byte> input)
    {
        var made = 0u;
        var host = new BusHost(0, () => null);
        var session = new CuseSession(host, _ => { }, Layout, () => made < 8 ? ++made : null);
        var reader = new InputReader(input);
        while (!reader.IsEmpty)
        {
            var request = FuseRequests.Next(ref reader);
            using var step = Step();
            FuseRequests.Answer(session, request, s_reply);
        }

        session.Ended();
        FuzzFailureException.Unless(!host.Device.Ksocks.Any() && !host.Device.Bindings.Any(), "Something is left on the bus when the device has gone.");
    }

    private static MemoryLayout? Layout(uint thread) => thread == uint.MaxValue ? null : (thread & 1) == 0 ? MemoryLayout.Bits64 : MemoryLayout.Bits32;
}
