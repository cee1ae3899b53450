namespace Limpet.Core.Bus.Hosting;

/// <summary>Whoever has opened a Ksock of a hosted bus: a caller in this process, or a member in another.</summary>
internal interface IKsockOwner
{
    /// <summary>Whether somebody waits in poll for a send to go, so that it is tried again when there is room.</summary>
    bool WantsRetry { get; }

    /// <summary>There is news for the Ksock. Called outside the bus's lock, on the thread that made the news; must not block nor throw.</summary>
    void Stirred();

    /// <summary>The bus is going away.</summary>
    void Gone();
}
