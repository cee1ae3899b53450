using System.Text;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>Endpoints as people write them.</summary>
internal sealed class EndpointTarget() : FuzzTarget("endpoint", 64 * 1024)
{
    public override void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input[..Math.Min(input.Length, InputLimit)]);
        if (!Endpoint.TryParse(text, out var endpoint, out var fault))
        {
            FuzzFailureException.Unless(fault != EndpointFault.None, "Nothing is said of what is wrong.");
            Refused(text, fault);
            return;
        }

        FuzzFailureException.Unless(fault == EndpointFault.None, $"{endpoint} was read, and {fault} said of it.");
        var again = Endpoint.Parse(endpoint.ToString());
        FuzzFailureException.Unless(again == endpoint, $"'{endpoint}' was read, and '{again}' after it was written.");
    }

    private static void Refused(string text, EndpointFault fault)
    {
        try
        {
            Endpoint.Parse(text);
        }
        catch (EndpointException e)
        {
            FuzzFailureException.Unless(e.Fault == fault, $"One way it is {fault}, another {e.Fault}.");
            return;
        }

        throw new FuzzFailureException("One way it is refused, another taken.");
    }
}
