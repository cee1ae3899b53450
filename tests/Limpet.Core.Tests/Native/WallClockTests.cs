using dnlib.DotNet;
using dnlib.DotNet.Emit;
using Limpet.Core.Bus;
using Limpet.Core.Cuse.Files;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport.Tls;

namespace Limpet.Core.Tests.Native;

/// <summary>
/// The machine's clock may be set, by hours and by decades, while Limpets run. Whatever waits, times or paces goes by the clock that cannot be set; the other one is read only to say when something was, and
/// whether a certificate is valid.
/// </summary>
public sealed class WallClockTests
{
    private static readonly string[] ReadByName = ["get_Now", "get_UtcNow", "get_Today"];

    private static readonly Type[] MayReadIt =
    [
        typeof(LimpetEvent), // when it happened
        typeof(LimpetService), // since when it is in its state
        typeof(LimpetPeer), // since when it is connected
        typeof(FileSession), // the times of the files in /run/kbus
        typeof(CertificateJudge), // validity
        typeof(CertificateSource), // validity
        typeof(TlsAlert), // what is said of a validity that the other side refused
    ];

    [Fact]
    public void Nothing_but_what_tells_the_time_of_day_reads_the_clock_that_can_be_set()
    {
        using var core = ModuleDefMD.Load(typeof(BusDevice).Assembly.Location);

        // Where coverage is measured the assembly has types of whoever measures it, too.
        var reads = core.GetTypes()
            .Where(type => type.Methods.Any(ReadsTheClock))
            .Select(type => Outermost(type).FullName)
            .Where(name => name.StartsWith("Limpet.", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        Assert.Equal(MayReadIt.Select(type => type.FullName!).Order(StringComparer.Ordinal), reads);
    }

    private static bool ReadsTheClock(MethodDef method)
        => method.HasBody && method.Body.Instructions.Any(i => i.OpCode.FlowControl == FlowControl.Call && i.Operand is IMethod called && IsClock(called));

    private static bool IsClock(IMethod called)
        => called.DeclaringType.FullName is "System.DateTime" or "System.DateTimeOffset" && ReadByName.Contains((string)called.Name, StringComparer.Ordinal);

    private static TypeDef Outermost(TypeDef type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
