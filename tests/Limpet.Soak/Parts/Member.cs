using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Soak.Parts;

/// <summary>Somebody with a Ksock on a bus that another process hosts. When that process is killed it opens the bus anew, and goes on.</summary>
internal abstract class Member(string directory, int bus)
{
    /// <summary>The number of the bus.</summary>
    protected int Bus => bus;

    /// <summary>How many times the bus has gone away.</summary>
    protected int Incarnation { get; private set; }

    public void Play(Script script)
    {
        var isReady = false;
        do
        {
            try
            {
                using var ksock = OpenOn();
                if (!isReady)
                {
                    isReady = true;
                    script.SayReady();
                }

                Act(ksock, script);
            }
            catch (KbusException e) when (e.Errno is Errno.ENODEV or Errno.EBADF or Errno.EADDRINUSE)
            {
                Incarnation++;
                BusIsGone();
                Thread.Sleep(Door.Pause);
            }
            catch (OperationCanceledException) when (script.Stopping.IsCancellationRequested)
            {
                // That is all.
            }
        }
        while (!script.Stopping.IsCancellationRequested);

        script.SayDone(Totals());
    }

    /// <summary>What it does until the script says stop.</summary>
    protected abstract void Act(IKsock ksock, Script script);

    /// <summary>What it has counted.</summary>
    protected abstract (string What, long Count)[] Totals();

    /// <summary>Sets the Ksock up.</summary>
    protected abstract void Bind(IKsock ksock);

    /// <summary>Forgets what was under way, since whoever owed it has gone.</summary>
    protected virtual void BusIsGone()
    {
    }

    private IKsock OpenOn()
    {
        var ksock = Door.Open(directory, bus);
        try
        {
            Bind(ksock);
            return ksock;
        }
        catch
        {
            ksock.Dispose();
            throw;
        }
    }
}
