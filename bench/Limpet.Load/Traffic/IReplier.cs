namespace Limpet.Load.Traffic;

/// <summary>Answers Requests with as many bytes as each has.</summary>
internal interface IReplier : IDisposable
{
    /// <summary>Waits for a Request, and answers it and those that are there too.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    void Serve(CancellationToken cancellationToken);
}
