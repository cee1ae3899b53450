namespace Limpet.Core.Tests.Hosting;

/// <summary>A thread that is to wait for something, and to be seen asleep meanwhile.</summary>
internal sealed class WaitingThread<T>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _directory = new();

    public WaitingThread(Func<T> wait)
    {
        var thread = new Thread(() =>
        {
            _directory.SetResult($"/proc/{new FileInfo("/proc/thread-self").LinkTarget}");
            try
            {
                _result.SetResult(wait());
            }
            catch (Exception e)
            {
                _result.SetException(e);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
    }

    /// <summary>What it waited for, or the exception that ended it; not later than in 30 seconds.</summary>
    public Task<T> Result => _result.Task.WaitAsync(Patience);

    /// <summary>Returns when the thread sleeps in the kernel, whenever one looks.</summary>
    public void FallsAsleep()
    {
        Assert.True(_directory.Task.Wait(Patience));
        var looks = 0;
        Assert.True(SpinWait.SpinUntil(() => _result.Task.IsCompleted || (looks = IsAsleep() ? looks + 1 : 0) == 20, Patience), "the thread does not fall asleep");
        Assert.False(_result.Task.IsCompleted);
    }

    // The state stands behind the name, which is in parentheses.
    private bool IsAsleep()
    {
        var status = File.ReadAllText($"{_directory.Task.Result}/stat");
        return status[status.LastIndexOf(')') + 2] == 'S';
    }
}
