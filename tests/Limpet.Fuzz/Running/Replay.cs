namespace Limpet.Fuzzing.Running;

/// <summary>Runs inputs that were found and says what each comes to.</summary>
internal static class Replay
{
    // Of inputs that fail in the same way only the first is worth reading.
    private const int ShownMost = 20;

    /// <returns>0 where nothing failed, else 1.</returns>
    public static int Run(FuzzTarget target, string[] files)
    {
        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            try
            {
                FuzzRun.Check(target, File.ReadAllBytes(file));
            }
            catch (FuzzFailureException e)
            {
                failures.TryAdd(Place(e), $"{file}{Environment.NewLine}{e.Message}");
            }
        }

        foreach (var failure in failures.Values.Take(ShownMost))
        {
            Console.WriteLine(failure);
        }

        Console.WriteLine($"{target.Name}: {files.Length} inputs, {failures.Count} sorts of failure");
        return failures.Count == 0 ? 0 : 1;
    }

    // Where it was thrown; numbers in a text make no failure another one.
    private static string Place(FuzzFailureException e) => (e.InnerException ?? e).StackTrace?.Split('\n')[0] ?? e.Message;
}
