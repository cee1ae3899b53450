namespace Limpet.Load.Traffic;

/// <summary>Where a process stands in the system that is measured, and what it can open there.</summary>
internal interface IPlace : IDisposable
{
    /// <summary>Waits until it is joined to all that it is to be joined to.</summary>
    void WaitConnected();

    /// <summary>One source for each of its buses, or for its connection.</summary>
    IReadOnlyList<IMessageSource> OpenSources(int size);

    /// <summary>Opens what hears all messages.</summary>
    IMessageSink OpenSink();

    /// <summary>Opens what asks, once there is somebody who answers.</summary>
    IAsker OpenAsker(int size, int inFlight);

    /// <summary>Opens what answers.</summary>
    IReplier OpenReplier();
}
