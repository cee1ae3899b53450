using System.Diagnostics;
using System.Management.Automation;

namespace Limpet.PowerShell.Commands;

/// <summary>The progress of a cmdlet that waits for a message, shown once that takes over a second.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="activity">What is waited for.</param>
/// <param name="seconds">How long it waits at the most; 0 for no limit.</param>
internal sealed class WaitProgress(Cmdlet cmdlet, string activity, double seconds)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private bool _isShown;

    /// <summary>Shows how long it has been.</summary>
    public void Tick() => Tick($"{(int)Stopwatch.GetElapsedTime(_began).TotalSeconds} seconds so far");

    /// <summary>Shows how it stands.</summary>
    public void Tick(string status)
    {
        _isShown = true;
        cmdlet.WriteProgress(Make(status));
    }

    /// <summary>Takes it away.</summary>
    public void End()
    {
        if (_isShown)
        {
            var ended = Make("Ended");
            ended.RecordType = ProgressRecordType.Completed;
            cmdlet.WriteProgress(ended);
            _isShown = false;
        }
    }

    private ProgressRecord Make(string status) => new(activityId: 1, activity, status)
    {
        SecondsRemaining = seconds > 0 ? (int)Math.Max(0, Math.Ceiling(seconds - Stopwatch.GetElapsedTime(_began).TotalSeconds)) : -1,
    };
}
