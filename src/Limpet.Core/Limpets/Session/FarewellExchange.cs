using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Limpets.Wire;

namespace Limpet.Core.Limpets.Session;

/// <summary>Tells somebody why their connection is closed, before it is.</summary>
internal static class FarewellExchange
{
    /// <summary>Says it, and waits until the other side closes; not longer than the patience, and whatever it does.</summary>
    public static void Say(LinkTransport transport, Farewell farewell, uint networkId, TimeSpan patience)
    {
        var message = farewell.ToMessage(networkId);
        var bytes = new byte[WireFormat.MessageLength(message)];
        WireWriter.Write(message, bytes);
        try
        {
            var deadline = new Deadline(patience);
            transport.SendAll(bytes, patience);
            transport.EndHeard(deadline);
        }
        catch (LimpetException)
        {
            // The other side does not want to know.
        }
    }
}
