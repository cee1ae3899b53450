using System.Management.Automation;

using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Configuration;
using Limpet.PowerShell.Jobs;
using Limpet.PowerShell.Logs;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// Start-Limpet: joins a bus to another one, by a Limpet that listens for its pair, connects to it, or takes a socket that is connected; it runs as a
/// background job, which is the output. What cannot work is told before there is a job; one that connects is given once it is connected, or with a warning
/// where its pair is not there yet.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "Limpet", DefaultParameterSetName = ListenSet)]
[OutputType(typeof(LimpetJob))]
public sealed partial class StartLimpetCommand : LinkCmdlet
{
    private const string ListenSet = "Listen";
    private const string ConnectSet = "Connect";
    private const string SocketSet = "Socket";
    private const string ConfigSet = "Config";

    private protected override void Process()
    {
        if (string.Equals(ParameterSetName, ConfigSet, StringComparison.Ordinal))
        {
            StartConfigured();
        }
        else
        {
            OrReport(ParameterSetName switch { ListenSet => Listen, ConnectSet => Connect, _ => Socket }, StartOne);
        }
    }

    private void StartOne()
    {
        ObjectDisposedException.ThrowIf(Socket is { IsOpen: false }, Socket!);
        var endpoint = ParameterSetName switch { ListenSet => ParseEndpoint(Listen), ConnectSet => ParseEndpoint(Connect), _ => null };
        var owned = new List<IDisposable>();
        var job = Start(
            endpoint?.ToString() ?? Socket!.Endpoint,
            LogPath.Length == 0 ? null : GetUnresolvedProviderPathFromPSPath(LogPath),
            owned,
            adapt => MakeService(endpoint, adapt(Options(LoadTls(owned.Add)))));

        // Whoever takes the job and stops the pipeline has it running.
        WriteObject(job);
    }

    private void StartConfigured()
    {
        foreach (var limpet in ConfigStart.Load(GetUnresolvedProviderPathFromPSPath(Config), WriteError, WriteWarning))
        {
            OrReport(limpet.Path, () => WriteObject(Start(limpet.Endpoint.ToString(), limpet.LogPath, [limpet], limpet.Make)));
        }
    }

    private LimpetJob Start(string where, string? logPath, List<IDisposable> owned, Func<Func<LimpetOptions, LimpetOptions>, LimpetService> make)
    {
        try
        {
            EventPump? events = null;
            var limpet = make(options =>
            {
                JsonLog? log = null;
                if (logPath is not null)
                {
                    owned.Add(log = JsonLog.Open(logPath, options.Verbosity, options.Kbus, where));
                }

                events = new EventPump(options.Verbosity);
                return options with
                {
                    Logger = log?.Logger ?? Session.Log.LoggerFor(options.Kbus, where),
                    OnEvent = events.Take,
                    OpenKsock = Session.Buses.PrivateOpener(options.Kbus, options.Backend),
                };
            });
            owned.Add(limpet);
            StartService(limpet, events!);
            WarnOfExposure(limpet);
            CallTrace.Tell?.Invoke($"{limpet.Role} with Ksocks on {limpet.Bus}, -Backend {Backend}: {limpet.State} at {limpet.Endpoint}");
            WriteVerbose($"Network {limpet.NetworkId} on {limpet.Bus}: {limpet.State} at {limpet.Endpoint}.");
            var job = new LimpetJob(MyInvocation.Line.Trim(), limpet, events!, Session, owned);
            JobRepository.Add(job);
            return job;
        }
        catch
        {
            owned.Reverse();
            owned.ForEach(resource => resource.Dispose());
            throw;
        }
    }

    private LimpetService MakeService(Endpoint? endpoint, LimpetOptions options)
        => endpoint is null ? LimpetService.Over(Socket!.HandOver(), options)
            : string.Equals(ParameterSetName, ListenSet, StringComparison.Ordinal) ? LimpetService.Listen(endpoint, options)
            : LimpetService.Connect(endpoint, options);

    private void StartService(LimpetService limpet, EventPump events)
    {
        using var stop = StopToken.UnsafeRegister(static service => ((LimpetService)service!).Stop(), limpet);
        limpet.Start();
        if (limpet.Role == LimpetRole.Server)
        {
            return;
        }

        // Whoever connects wants to know whether it did, and may send the next moment.
        switch (Task.WaitAny([events.Connected, events.Retrying, limpet.Completion], StopToken))
        {
            case 1:
                WriteWarning($"{events.Retrying.Result.Reason} It is tried again until it is connected; Get-Limpet shows how it stands.");
                break;
            case 2:
                var outcome = limpet.Completion.Result;
                throw outcome.Error ?? new GiveUpException(outcome.Reason);
        }
    }

    private void WarnOfExposure(LimpetService limpet)
    {
        if (limpet.Role == LimpetRole.Server && Endpoint.Parse(limpet.Endpoint).IsExposed)
        {
            WriteWarning($"{limpet.Endpoint} can be reached from other machines, and whoever connects is on bus {limpet.Kbus}: no certificate is asked for, and nothing is encrypted. Listen on localhost, or on tls:, where that is not wanted.");
        }
    }

    private LimpetOptions Options(TlsOptions? tls) => new()
    {
        Kbus = Kbus,
        Backend = Backend,
        NetworkId = NetworkId == 0 ? null : NetworkId,
        MessageName = Core.Messages.MessageName.Parse(MessageName),
        TerminationMessage = TerminationMessage.Length == 0 ? null : Core.Messages.MessageName.Parse(TerminationMessage),
        Timeout = TimeSpan.FromSeconds(TimeoutSec),
        Verbosity = Verbosity,
        MaxMessages = (uint)MaxMessages,
        Once = Once || NoReconnect,
        MaxPeers = MaxPeers,
        MaxAttempts = MaxAttempts,
        Listening = new ListenOptions { Mode = (UnixFileMode)Convert.ToInt32(SocketMode, 8), Group = SocketGroup },
        AllowedUsers = AllowUid,
        Export = NameFilter.Parse(Export),
        Import = NameFilter.Parse(Import),
        ExportPrefix = ExportPrefix,
        MaxMessageSize = MaxMessageSize,
        MaxRequests = MaxRequests,
        MaxBindings = MaxBindings,
        RateLimit = RateLimit,
        SendBuffer = SendBuffer,
        StallTimeout = TimeSpan.FromSeconds(StallTimeoutSec),
        Tls = tls,
    };
}
