using System.Diagnostics;

namespace Limpet.Core.Tests.Security;

/// <summary>A directory that belongs to <see cref="UserProcess.Nobody"/>, and in which everybody finds the program.</summary>
internal sealed class UserHome : IDisposable
{
    private static readonly string[] s_program = ["Limpet.TestProcess.dll", "Limpet.TestProcess.deps.json", "Limpet.TestProcess.runtimeconfig.json", "Limpet.Core.dll", "Serilog.dll"];

    public UserHome()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can be other users.");
        Path = Directory.CreateTempSubdirectory("limpet-user-").FullName;
        File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
        foreach (var file in s_program)
        {
            var copy = At(file);
            File.Copy(System.IO.Path.Combine(AppContext.BaseDirectory, file), copy);
            File.SetUnixFileMode(copy, (UnixFileMode)0b110_100_100);
        }

        using var chown = Process.Start("chown", [$"{UserProcess.Nobody}:{UserProcess.Nobody}", Path]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }

    public string Path { get; }

    /// <summary>The program, for <c>dotnet</c>.</summary>
    public string Program => At(s_program[0]);

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public string Mode(string name) => Convert.ToString((int)File.GetUnixFileMode(At(name)), 8);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
