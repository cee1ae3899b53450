namespace Limpet.Core.Tests.Hosting;

/// <summary>How many descriptors this process holds. One that is closed while they are counted counts as closed.</summary>
public static class OpenDescriptors
{
    public static int All() => Count(target => true);

    public static int Events() => Count(target => target.Contains("eventfd", StringComparison.Ordinal));

    public static int Of(string path) => Count(target => target == path);

    private static int Count(Func<string, bool> counts)
        => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(fd => new FileInfo(fd).LinkTarget is { } target && counts(target));
}
