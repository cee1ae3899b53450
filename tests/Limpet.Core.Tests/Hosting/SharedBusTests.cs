using Limpet.Core.Bus.Hosting;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Two <see cref="EmbeddedBuses"/> on one directory, which stand for two processes: the first to open a bus hosts it, the other joins.</summary>
public abstract class SharedBusTests : IDisposable
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected SharedBusTests()
    {
        First = EmbeddedBuses.Shared(Folder.At("bus"));
        Second = EmbeddedBuses.Shared(Folder.At("bus"));
    }

    protected TemporaryDirectory Folder { get; } = new();

    protected EmbeddedBuses First { get; }

    protected EmbeddedBuses Second { get; }

    protected CancellationTokenSource GiveUp { get; } = new(Patience);

    public void Dispose()
    {
        Second.Dispose();
        First.Dispose();
        GiveUp.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
