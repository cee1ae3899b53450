namespace Limpet.Core.Ksocks;

/// <summary>A Ksock that can be waited for without a thread that waits.</summary>
internal interface IAsyncWaiter
{
    /// <summary>As <see cref="IKsock.Wait"/>.</summary>
    ValueTask<KsockEvents> WaitAsync(KsockEvents wanted, CancellationToken cancellationToken);
}
