using Limpet.Core.Messages;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>The data of a ReplierBindEvent, as a bus and as the wire have it.</summary>
internal sealed class BindEventTarget() : FuzzTarget("bindevent", MessageName.MaxLength)
{
    public override void Run(ReadOnlySpan<byte> input)
    {
        foreach (var bigEndian in (ReadOnlySpan<bool>)[false, true])
        {
            if (ReplierBindEvent.TryRead(input, bigEndian, out var bindEvent, out var fault))
            {
                FuzzFailureException.Unless(bindEvent.ToData(bigEndian).AsSpan().SequenceEqual(input), $"{bindEvent} was read, and its data is another.");
            }
            else
            {
                FuzzFailureException.Unless(fault.Length > 0, "Nothing is said of what is wrong.");
            }
        }
    }
}
