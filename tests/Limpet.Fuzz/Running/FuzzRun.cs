using System.Diagnostics;

namespace Limpet.Fuzzing.Running;

/// <summary>One run of a target, with all that is checked of each: which exceptions, how long, how much memory.</summary>
internal static class FuzzRun
{
    /// <summary>No input may keep a processor busy for longer. It is the thread's own time, so that a busy machine fails nobody.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <exception cref="FuzzFailureException">A promise was broken.</exception>
    public static void Check(FuzzTarget target, ReadOnlySpan<byte> input)
    {
        var before = ThreadTime.Now;
        try
        {
            if (target.HasSteps)
            {
                target.Run(input);
            }
            else
            {
                using var watch = new AllocationWatch(target.Name, target.InputLimit);
                target.Run(input);
            }
        }
        catch (Exception e) when (e is not FuzzFailureException)
        {
            throw new FuzzFailureException($"'{target.Name}' threw what it does not document: {e}", e);
        }

        var took = ThreadTime.Now - before;
        if (took > Longest && !Debugger.IsAttached)
        {
            throw new FuzzFailureException($"'{target.Name}' took {took.TotalSeconds:0.0} s of processor time for {input.Length} bytes; at most {Longest.TotalSeconds} s are allowed.");
        }
    }
}
