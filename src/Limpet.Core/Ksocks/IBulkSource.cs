using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks;

/// <summary>A Ksock that calls back when it becomes readable, and gives what is there in one turn of the bus.</summary>
internal interface IBulkSource : IReadableSource
{
    /// <summary>Pops as many messages as there are, up to so many.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="KbusException">The Ksock is closed (EBADF), or the bus gone (ENODEV).</exception>
    int TryReceive(List<KbusMessage> into, int most);
}
