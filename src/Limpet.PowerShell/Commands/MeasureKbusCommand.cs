using System.Diagnostics;
using System.Management.Automation;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Measuring;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// Measure-Kbus: how long messages take on a bus, or from one bus over Limpets to another, sent one after the other, and how many go in a second with many under
/// way. They go under a name of their own, with at most 512 under way, so that no queue overflows; whoever listens for every name hears them.
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "Kbus", DefaultParameterSetName = CountSet)]
[OutputType(typeof(KbusMeasurement))]
public sealed class MeasureKbusCommand : KbusCmdlet
{
    private const string CountSet = "Count";
    private const string DurationSet = "Duration";
    private const int WarmUp = 500;

    private static readonly TimeSpan s_progressAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_progressEvery = TimeSpan.FromMilliseconds(250);

    private long _began;
    private long _shown;

    /// <summary>The number of the bus to send on, 0 to 255.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [KbusNumber]
    [ArgumentCompleter(typeof(KbusNumberCompleter))]
    public int Kbus { get; set; }

    /// <summary>The number of the bus to receive on, which Limpets join to the other; the same bus without it.</summary>
    [Parameter]
    [KbusNumber]
    [ArgumentCompleter(typeof(KbusNumberCompleter))]
    public int To { get; set; }

    /// <summary>Bytes of data in each message; 64 without it.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Size { get; set; } = 64;

    /// <summary>How many messages, for each of the two measurements; 10,000 without it.</summary>
    [Parameter(ParameterSetName = CountSet)]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 10_000;

    /// <summary>Seconds to measure for, half of them each measurement.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DurationSet)]
    [ValidateRange(0.01, 1_000_000.0)]
    public double DurationSec { get; set; }

    /// <summary>Measures Requests, from sending to having the Reply, in place of announcements.</summary>
    [Parameter]
    public SwitchParameter Request { get; set; }

    /// <summary>Seconds that a message may take before it counts as lost; 5 without it.</summary>
    [Parameter]
    [ValidateRange(0.001, 1_000_000.0)]
    public double TimeoutSec { get; set; } = 5;

    /// <summary>Which kind of bus the numbers mean.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public KbusBackend Backend { get; set; }

    private int Beyond => MyInvocation.BoundParameters.ContainsKey(nameof(To)) ? To : Kbus;

    private protected override void Process() => OrReport(Kbus, () =>
    {
        using var path = MakePath();
        var patience = TimeSpan.FromSeconds(TimeoutSec);
        _began = Stopwatch.GetTimestamp();
        TellWhoListens(path);
        try
        {
            if (!TryProbe(path, patience))
            {
                return;
            }

            var quota = string.Equals(ParameterSetName, DurationSet, StringComparison.Ordinal)
                ? new Quota(Messages: null, TimeSpan.FromSeconds(DurationSec / 2))
                : new Quota(Count, TimeSpan.Zero);

            // What runs for the first time is compiled first.
            path.MeasureLatency(new Quota(Math.Min(WarmUp, Count), TimeSpan.Zero), _ => { }, patience, StopToken);
            var latencies = path.MeasureLatency(quota, done => Show("Latency", done / 2), patience, StopToken);
            var throughput = path.MeasureThroughput(quota, done => Show("Throughput", 0.5 + (done / 2)), patience, StopToken);
            if (throughput.Lost > 0)
            {
                WriteWarning($"{throughput.Lost} of {throughput.Lost + throughput.Count} messages sent on bus {Kbus} did not come out on bus {Beyond}, and none came for {TimeoutSec} seconds.");
            }

            WriteObject(new KbusMeasurement(path, latencies, throughput));
        }
        catch (KbusException refusal) when (refusal.Operation == KsockOperation.Send)
        {
            WriteError(ErrorRecords.Describe(refusal, new KbusMessage(path.Name, new byte[Size])));
        }
        catch (TimeoutException late)
        {
            WriteError(ErrorRecords.Make(ErrorId.MeasuringTimeout, ErrorCategory.OperationTimeout, Kbus, late.Message, late));
        }
        catch (InvalidOperationException status)
        {
            WriteError(ErrorRecords.Make(ErrorId.MeasuringFailed, ErrorCategory.InvalidResult, Kbus, status.Message, status));
        }
        finally
        {
            EndProgress();
        }
    });

    private MeasuringPath MakePath()
    {
        var sender = OpenBus(Kbus, Backend);
        IKsock? receiver = null;
        try
        {
            receiver = OpenBus(Beyond, Backend);
            return Request ? new RequestPath(sender, receiver, Size) : new AnnouncementPath(sender, receiver, Size);
        }
        catch
        {
            sender.Dispose();
            receiver?.Dispose();
            throw;
        }
    }

    private bool TryProbe(MeasuringPath path, TimeSpan patience)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        limit.CancelAfter(patience);
        try
        {
            path.Probe(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
        {
            WriteError(ErrorRecords.Make(
                ErrorId.NothingArrived,
                ErrorCategory.OperationTimeout,
                Beyond,
                $"Nothing sent on bus {Kbus} came out on bus {Beyond} within {TimeoutSec} seconds. Limpets must join them, and pass on names such as '{path.Name}'; Get-Limpet shows those of this session."));
            return false;
        }
    }

    private void TellWhoListens(MeasuringPath path)
    {
        foreach (var number in new[] { Kbus, Beyond }.Distinct())
        {
            var listeners = BusLookup.Bindings(Session.Buses, number, Backend)
                .Where(binding => binding.Kind == BindingKind.Listener && binding.Name.IsWildcard && binding.Name.Matches(path.Name))
                .Select(binding => binding.Ksock)
                .Distinct()
                .ToList();
            if (listeners.Count > 0)
            {
                WriteVerbose($"Ksock {string.Join(", ", listeners)} on bus {number} hears the messages that are measured too.");
            }
        }
    }

    private void Show(string what, double done)
    {
        if (Stopwatch.GetElapsedTime(_began) < s_progressAfter || (_shown != 0 && Stopwatch.GetElapsedTime(_shown) < s_progressEvery))
        {
            return;
        }

        _shown = Stopwatch.GetTimestamp();
        WriteProgress(MakeProgress(what, (int)(done * 100)));
    }

    private void EndProgress()
    {
        if (_shown != 0 && !StopToken.IsCancellationRequested)
        {
            var ended = MakeProgress("Ended", percent: 100);
            ended.RecordType = ProgressRecordType.Completed;
            WriteProgress(ended);
            _shown = 0;
        }
    }

    private ProgressRecord MakeProgress(string what, int percent)
        => new(activityId: 1, Kbus == Beyond ? $"Measuring bus {Kbus}" : $"Measuring from bus {Kbus} to bus {Beyond}", what) { PercentComplete = percent };
}
