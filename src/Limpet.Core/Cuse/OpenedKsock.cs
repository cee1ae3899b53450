using Limpet.Core.Bus;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Cuse.Ioctls;

namespace Limpet.Core.Cuse;

/// <summary>A Ksock that some process has opened on the device, shared by all descriptors that came of that open.</summary>
internal sealed class OpenedKsock : IKsockOwner
{
    private readonly Action<ulong> _tellKernel;
    private ulong _kernelHandle;
    private int _isPolled;
    private volatile bool _sendsItself;

    /// <summary>Belongs to that Ksock from now on.</summary>
    /// <param name="ksock">The Ksock.</param>
    /// <param name="tellKernel">Says that there is news for whoever polls an open file, given what the kernel calls it.</param>
    public OpenedKsock(BusKsock ksock, Action<ulong> tellKernel)
    {
        Ksock = ksock;
        Ioctls = new KsockIoctls(ksock);
        _tellKernel = tellKernel;
        ksock.Tag = this;
    }

    public BusKsock Ksock { get; }

    public KsockIoctls Ioctls { get; }

    // Whoever polls while a send waits would be woken only to ask, which tries it again; this saves the way.
    public bool WantsRetry => Volatile.Read(ref _isPolled) != 0 && !_sendsItself;

    /// <summary>
    /// Its program sends, or tries again itself: until it polls again the send that waits goes by nobody else, so that whoever is told EAGAIN and gives it up knows that
    /// it has not gone.
    /// </summary>
    public void Sends() => _sendsItself = true;

    /// <summary>Somebody polls: the next news is to be told. To be called before looking whether there is any.</summary>
    public void Polled(ulong kernelHandle)
    {
        Volatile.Write(ref _kernelHandle, kernelHandle);
        _sendsItself = false;
        Volatile.Write(ref _isPolled, 1);
    }

    public void Stirred()
    {
        // Whoever still waits after this asks again, and so is told again.
        if (Interlocked.Exchange(ref _isPolled, 0) != 0)
        {
            _tellKernel(Volatile.Read(ref _kernelHandle));
        }
    }

    public void Gone() => Stirred();
}
