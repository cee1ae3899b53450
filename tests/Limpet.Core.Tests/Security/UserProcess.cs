using System.Diagnostics;

namespace Limpet.Core.Tests.Security;

/// <summary>
/// tests/Limpet.TestProcess as a user who may do little, under a umask. The user owns the <see cref="UserHome"/>; the program stands where everybody may read it.
/// </summary>
internal sealed class UserProcess : IDisposable
{
    /// <summary>Users and groups that own nothing.</summary>
    public const uint Nobody = 65534;

    /// <summary>Another one.</summary>
    public const uint Somebody = 65533;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    public UserProcess(UserHome home, string umask, uint user, params string[] arguments)
    {
        var start = new ProcessStartInfo("sh") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = home.Path };
        foreach (var argument in (string[])["-c", "umask \"$0\"; exec \"$@\"", umask, "setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "dotnet", home.Program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        // The runtime's own files under a umask of 0777 would be nobody's.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["HOME"] = home.Path;
        _process = Process.Start(start)!;
    }

    public string NextLine()
    {
        var line = _process.StandardOutput.ReadLineAsync();
        return line.Wait(s_patience) ? line.Result ?? "(end of output)" : throw new TimeoutException("The process said nothing for 30 seconds.");
    }

    /// <summary>The first line to come that has that in it.</summary>
    public string LineWith(string text)
    {
        while (true)
        {
            var line = NextLine();
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }

            Assert.NotEqual("(end of output)", line);
        }
    }

    public void Kill()
    {
        _process.Kill();
        Assert.True(_process.WaitForExit(s_patience));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
