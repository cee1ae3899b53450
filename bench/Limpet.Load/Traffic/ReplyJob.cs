namespace Limpet.Load.Traffic;

/// <summary>Answers Requests on a thread of its own, until it is disposed of.</summary>
internal sealed class ReplyJob : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly IReplier _replier;
    private readonly Thread _thread;

    public ReplyJob(IReplier replier)
    {
        _replier = replier;
        _thread = new Thread(Serve) { IsBackground = true, Name = "replier" };
        _thread.Start();
    }

    public void Dispose()
    {
        _ended.Cancel();
        _thread.Join();
        _replier.Dispose();
        _ended.Dispose();
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                _replier.Serve(_ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It was told to end.
        }
    }
}
