using System.Runtime.InteropServices;

namespace Limpet.Shell.Hosting;

/// <summary>
/// SIGINT stops the running command; SIGTERM and SIGHUP stop it and end the shell, the modules cleaned up and the terminal as it was.
/// </summary>
public sealed class SignalHandling : IDisposable
{
    private const int SignalExitBase = 128;

    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Handles signals for <paramref name="session"/> until disposed.</summary>
    /// <param name="session">The session whose command is stopped.</param>
    /// <param name="promptIsOpen">Whether a prompt takes Ctrl+C when no command runs; otherwise it ends the shell.</param>
    public SignalHandling(ShellSession session, bool promptIsOpen)
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
            {
                context.Cancel = true;
                if (!session.Stop() && !promptIsOpen)
                {
                    End(session, 2);
                }
            }),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
            {
                context.Cancel = true;
                End(session, 15);
            }),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                End(session, 1);
            }),
        ];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private static void End(ShellSession session, int signal)
    {
        // The code is set first, since the main thread may get to the end before this one does.
        session.Host.SetShouldExit(SignalExitBase + signal);
        session.End();
        Environment.Exit(SignalExitBase + signal);
    }
}
