using Limpet.Core.Bus.Hosting;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Ksocks;
using Limpet.Core.Tests.Hostile;

namespace Limpet.Core.Tests.Hosting;

/// <summary>The host of a bus whose one thread for members can be held, so that what comes meanwhile is all there when it goes on.</summary>
internal sealed class HeldHost : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _folder = new();
    private readonly SemaphoreSlim _held = new(0);
    private readonly SemaphoreSlim _goOn = new(0);
    private readonly List<RawMember> _later = [];
    private readonly BusServer _server;
    private readonly RawMember _holder;
    private volatile bool _holding;

    public HeldHost()
    {
        Bus = new BusHost(0, NewDevice);
        var directory = BusDirectory.Prepare(_folder.Path, 0);
        Path = directory.SocketPath(0);
        _server = new BusServer(Bus, BusDoor.TryTake(directory, 0)!);
        _holder = new RawMember(Path);
        _holder.Open();
        Local = Bus.Open(canWrite: true);
    }

    public BusHost Bus { get; }

    public string Path { get; }

    /// <summary>A Ksock of the hosting process.</summary>
    public IKsock Local { get; }

    /// <summary>A connection that has opened a Ksock, and what it was told of it.</summary>
    public RawMember Open(out (uint Id, ulong Token) ksock)
    {
        var raw = new RawMember(Path);
        ksock = raw.Open();
        return raw;
    }

    public RawMember Attach((uint Id, ulong Token) ksock)
    {
        var raw = new RawMember(Path);
        raw.Attach(ksock);
        return raw;
    }

    /// <summary>Comes back once all is dealt with that was sent before: a connection that comes now is served after those that were there.</summary>
    public void Settle() => _later.Add(Open(out _));

    public void Hold()
    {
        _holding = true;
        _holder.Send(MemberOperation.NewDevice);
        Assert.True(_held.Wait(Patience));
    }

    public void GoOn()
    {
        _holding = false;
        _goOn.Release();
        _holder.Answer();
    }

    public void Dispose()
    {
        _holder.Dispose();
        _later.ForEach(raw => raw.Dispose());
        Local.Dispose();
        Bus.End();
        _server.Dispose();
        _held.Dispose();
        _goOn.Dispose();
        _folder.Dispose();
    }

    private uint? NewDevice()
    {
        if (_holding)
        {
            _held.Release();
            Assert.True(_goOn.Wait(Patience));
        }

        return 1;
    }
}
