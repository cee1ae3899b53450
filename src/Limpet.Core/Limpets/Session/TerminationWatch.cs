using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Session;

/// <summary>
/// Listens for the termination message by itself, so that a Limpet hears it that has no link just now, and no Ksock of one. A bus that goes away is looked
/// for again.
/// </summary>
internal sealed class TerminationWatch : IDisposable
{
    /// <summary>How long links may take to send what came before the message, once it has been read.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BusRetry = TimeSpan.FromSeconds(1);

    private readonly MessageName _name;
    private readonly Func<IKsock> _open;
    private readonly Action _read;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ManualResetEventSlim _listening = new();
    private readonly Thread _thread;

    /// <summary>Begins to listen, and returns once it does, unless the bus is not there.</summary>
    /// <param name="name">The message's name.</param>
    /// <param name="open">Opens a Ksock.</param>
    /// <param name="read">Called once, when it was read.</param>
    public TerminationWatch(MessageName name, Func<IKsock> open, Action read)
    {
        (_name, _open, _read) = (name, open, read);
        _thread = new Thread(Watch) { IsBackground = true, Name = $"limpet {name}" };
        _thread.Start();
        _listening.Wait();
    }

    public void Dispose()
    {
        _stopping.Cancel();
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }

        _listening.Dispose();
        _stopping.Dispose();
    }

    private void Watch()
    {
        while (!TryListen() && !_stopping.IsCancellationRequested)
        {
            _listening.Set();
            _stopping.Token.WaitHandle.WaitOne(BusRetry);
        }
    }

    private bool TryListen()
    {
        try
        {
            using var ksock = _open();
            ksock.Bind(_name.Value, BindingKind.Listener);
            _listening.Set();
            ksock.Receive(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception e) when (e is KbusException or ObjectDisposedException)
        {
            // The bus is not there, or no longer. Links find that too, and say so.
            return false;
        }

        _read();
        return true;
    }
}
