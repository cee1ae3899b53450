namespace Limpet.Fuzzing.Running;

/// <summary>Measures what this thread allocates, and throws where it is more than twice the limit of the input.</summary>
internal readonly ref struct AllocationWatch(string target, int inputLimit)
{
    // What any refusal costs: an exception, its text, and what the runtime makes on first use.
    private const long Slack = 256 * 1024;

    private readonly long _before = GC.GetAllocatedBytesForCurrentThread();

    public void Dispose()
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread() - _before;
        var most = (2L * inputLimit) + Slack;
        if (allocated > most)
        {
            throw new FuzzFailureException($"'{target}' allocated {allocated} bytes; at most {most} are allowed, twice the limit of its input and what a refusal costs.");
        }
    }
}
