namespace Limpet.Pester.Running;

/// <summary>Stops a file whose step takes too long.</summary>
internal sealed class StepTimer : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly Timer _timer;
    private string _step = "";

    public StepTimer(TimeSpan timeout, Action stop)
    {
        _timeout = timeout;
        _timer = new Timer(_ =>
        {
            Exceeded = $"'{_step}' took longer than {_timeout.TotalSeconds:0} s, and the file was stopped there.";
            stop();
        });
    }

    /// <summary>What took too long, null while nothing has.</summary>
    public string? Exceeded { get; private set; }

    public void Begin(string step)
    {
        _step = step;
        _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
    }

    public void End() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
