namespace Limpet.Load.Traffic;

/// <summary>Receives what an <see cref="IMessageSource"/> sends.</summary>
internal interface IMessageSink : IDisposable
{
    /// <summary>Waits for one, and adds it and those that are there too.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    void Receive(List<Arrival> into, CancellationToken cancellationToken);
}
