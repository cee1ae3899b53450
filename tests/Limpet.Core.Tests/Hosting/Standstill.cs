using System.Diagnostics;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Lets another process stand still, and go on.</summary>
internal static class Standstill
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>SIGSTOP. The signal is only on its way when <c>kill</c> has ended; this returns when no thread of the process runs any more.</summary>
    public static void Begin(int processId)
    {
        Signal("STOP", processId);
        Assert.True(SpinWait.SpinUntil(() => Array.TrueForAll(Directory.GetDirectories($"/proc/{processId}/task"), HasStopped), Patience), $"process {processId} does not stand still");
    }

    /// <summary>SIGCONT.</summary>
    public static void End(int processId) => Signal("CONT", processId);

    // The state stands behind the name, which is in parentheses.
    private static bool HasStopped(string thread)
    {
        try
        {
            var status = File.ReadAllText(Path.Combine(thread, "stat"));
            return status[status.LastIndexOf(')') + 2] == 'T';
        }
        catch (IOException)
        {
            // It has ended since, so those that there are have to be looked at anew.
            return false;
        }
    }

    private static void Signal(string signal, int processId)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{processId}"]);
        Assert.True(kill.WaitForExit(Patience));
        Assert.Equal(0, kill.ExitCode);
    }
}
