namespace Limpet.Load.Traffic;

/// <summary>Sends messages of one name and size.</summary>
internal interface IMessageSource : IDisposable
{
    /// <summary>Sends one, held back where the way is full.</summary>
    /// <param name="stamp">When it was sent, or should have been; 0 to send one that does not say.</param>
    void Send(long stamp);

    /// <summary>Sends what is still held in this process.</summary>
    void Flush();
}
