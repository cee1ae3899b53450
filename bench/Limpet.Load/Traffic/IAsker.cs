namespace Limpet.Load.Traffic;

/// <summary>Asks Requests that somebody else answers.</summary>
internal interface IAsker : IDisposable
{
    /// <summary>Asks one, and gives what tells its answer from others.</summary>
    long Ask();

    /// <summary>Sends what is still held in this process.</summary>
    void Flush();

    /// <summary>Waits for an answer, and adds it and those that are there too.</summary>
    void Answers(List<Answer> into, CancellationToken cancellationToken);
}
