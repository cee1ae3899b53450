namespace Limpet.Core.Bus.Hosting;

/// <summary>A further way in which a hosted bus is reached, such as a device of the system. The bus ends it when it ends itself.</summary>
internal interface IBusOutlet : IDisposable
{
    /// <summary>Whether it is gone, by its disposal or otherwise; the bus goes on.</summary>
    bool IsEnded { get; }
}
