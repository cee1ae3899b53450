using Limpet.Core.Cuse;
using Limpet.Core.Cuse.Protocol;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>Requests of the kernel's, pieces of the input, and what every reply to one must be.</summary>
internal static class FuseRequests
{
    // In the length before a piece: it is not made to say of itself how long it is.
    private const int AsItIs = 0x8000;

    public static byte[] Next(ref InputReader reader)
    {
        var length = reader.U16();
        var request = reader.Take(length & ~AsItIs).ToArray();
        if ((length & AsItIs) == 0 && request.Length >= sizeof(uint))
        {
            BitConverter.TryWriteBytes(request, request.Length);
        }

        return request;
    }

    public static void Answer(IFuseServer server, byte[] request, byte[] reply)
    {
        var length = server.Answer(request, reply);
        if (length == 0)
        {
            return;
        }

        FuzzFailureException.Unless(length >= FuseReply.HeaderSize && length <= reply.Length, $"A reply has {length} bytes.");
        FuzzFailureException.Unless(BitConverter.ToInt32(reply) == length, $"A reply of {length} bytes says {BitConverter.ToInt32(reply)}.");
        FuzzFailureException.Unless(BitConverter.ToInt32(reply, 4) is <= 0 and > -512, $"A reply says error {BitConverter.ToInt32(reply, 4)}.");
        FuzzFailureException.Unless(BitConverter.ToUInt64(reply, 8) == BitConverter.ToUInt64(request, 8), "A reply answers another request.");
    }
}
