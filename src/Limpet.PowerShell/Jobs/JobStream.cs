using System.Collections;
using System.Management.Automation;

namespace Limpet.PowerShell.Jobs;

/// <summary>The streams of a job that may run for months: they do not grow without bound, the oldest go first.</summary>
internal static class JobStream
{
    /// <summary>How many records each stream keeps.</summary>
    public const int Most = 10_000;

    /// <summary>Adds a record.</summary>
    public static void Add<T>(PSDataCollection<T> stream, T item)
    {
        // Whoever receives the job empties the stream meanwhile.
        lock (((ICollection)stream).SyncRoot)
        {
            while (stream.Count >= Most)
            {
                stream.RemoveAt(0);
            }
        }

        stream.Add(item);
    }

    /// <summary>Moves what comes on the streams of a script to those of the job, as it comes.</summary>
    public static void Connect(PSDataStreams script, Job job)
    {
        Move(script.Error, job.Error);
        Move(script.Warning, job.Warning);
        Move(script.Verbose, job.Verbose);
        Move(script.Debug, job.Debug);
        Move(script.Information, job.Information);
        Move(script.Progress, job.Progress);
    }

    private static void Move<T>(PSDataCollection<T> from, PSDataCollection<T> to)
        => from.DataAdded += (_, _) =>
        {
            foreach (var item in from.ReadAll())
            {
                Add(to, item);
            }
        };
}
