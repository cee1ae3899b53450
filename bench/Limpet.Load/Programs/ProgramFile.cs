namespace Limpet.Load.Programs;

/// <summary>Finds programs, also those that Debian puts where only root looks.</summary>
internal static class ProgramFile
{
    /// <summary>Its path; null where it is not installed.</summary>
    public static string? Find(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/sbin", "/sbin"])
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    /// <summary>Its path.</summary>
    /// <exception cref="NotInstalledException">It is not installed.</exception>
    public static string Require(string program, string package) => Find(program) ?? throw new NotInstalledException(program, package);
}
