using Limpet.Core.Bus.Hosting;

namespace Limpet.Core.Tests.Hosting;

/// <summary>A further way to a bus, which leads nowhere.</summary>
internal sealed class Outlet : IBusOutlet
{
    public bool IsEnded { get; private set; }

    public void Dispose() => IsEnded = true;
}
