using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Limpet.Load.Measuring;
using Limpet.Load.Roles;

namespace Limpet.Load.Programs;

/// <summary>A server that is none of ours. What it uses is read from /proc.</summary>
internal sealed class ServerProcess : IParticipant
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private double _begun;

    private ServerProcess(string name, Process process)
    {
        (Name, _process) = (name, process);
        _errors = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
    }

    public string Name { get; }

    /// <summary>Starts it, and waits until it listens on its port.</summary>
    public static ServerProcess Start(string name, string program, int port, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var server = new ServerProcess(name, Process.Start(start) ?? throw new Win32Exception($"'{program}' does not start."));
        try
        {
            server.WaitFor(port);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public void Begin() => _begun = ProcessorSeconds();

    public ProcessReport Report() => new(Name, ProcessorSeconds() - _begun, AllocatedBytes: null, ProcessMemory.Peak(_process.Id));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(TimeToEnd);
        }

        _process.Dispose();
    }

    // Ticks of a hundredth of a second.
    private double ProcessorSeconds()
    {
        var fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }

    // It does not tell when it listens.
    private void WaitFor(int port)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException e) when (_process.HasExited || since.Elapsed > Patience)
            {
                var said = _process.HasExited ? $" It ended with {_process.ExitCode}: {_errors.GetAwaiter().GetResult().Trim()}" : "";
                throw new InvalidOperationException($"'{Name}' does not listen on port {port}: {e.Message}.{said}", e);
            }
            catch (SocketException)
            {
                Thread.Sleep(20);
            }
        }
    }
}
