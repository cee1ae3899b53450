using System.Text;
using Limpet.Core.Ksocks.Device;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>The text of <c>/proc/kbus/bindings</c>, which <c>/run/kbus/bindings</c> is too.</summary>
internal sealed class BindingsTarget() : FuzzTarget("bindings", 64 * 1024)
{
    public override void Run(ReadOnlySpan<byte> input)
    {
        IReadOnlyList<ProcBinding> bindings;
        try
        {
            bindings = ProcBindings.Parse(Encoding.UTF8.GetString(input[..Math.Min(input.Length, InputLimit)]));
        }
        catch (FormatException)
        {
            return;
        }

        var again = ProcBindings.Parse(string.Join('\n', bindings.Select(ProcBindings.Format)));
        FuzzFailureException.Unless(again.SequenceEqual(bindings), "What was read is another after it was written.");
    }
}
