using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Limpets.Wire;

namespace Limpet.Core.Limpets.Session;

/// <summary>Tells somebody why their connection is closed, before it is.</summary>
internal static class FarewellExchange
{
    // What the other side may still have on its way; it is read so that closing does not throw away what we said.
    private const int MostRead = 1024 * 1024;

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
            transport.EndSending();
            var buffer = new byte[4096];
            for (var read = 0; read < MostRead;)
            {
                var count = transport.Receive(buffer, deadline);
                if (count <= 0)
                {
                    return;
                }

                read += count;
            }
        }
        catch (LimpetException)
        {
            // The other side does not want to know.
        }
    }
}
