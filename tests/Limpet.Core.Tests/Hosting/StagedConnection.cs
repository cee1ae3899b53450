using System.Net.Sockets;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Tests.Hostile;

namespace Limpet.Core.Tests.Hosting;

/// <summary>A connection of a <see cref="StagedHost"/>.</summary>
internal sealed class StagedConnection : IDisposable
{
    public StagedConnection(Socket socket)
    {
        Socket = socket;
        Socket.ReceiveTimeout = 30_000;
    }

    public Socket Socket { get; }

    public void Say(params byte[][] fields) => Socket.Send(RawMember.Frame(default, fields));

    /// <summary>The answer to Open and to Attach.</summary>
    public void SayJoined() => Say(Fields.U32(0, 1), Fields.U64(5));

    /// <summary>What is asked next; nothing at the end of the stream.</summary>
    public MemberOperation? Hear() => Hear(out _);

    public MemberOperation? Hear(out byte[] fields)
    {
        var header = RawMember.ReadExactly(Socket, MemberProtocol.HeaderSize);
        fields = header.Length == 0 ? [] : RawMember.ReadExactly(Socket, (int)BitConverter.ToUInt32(header));
        return header.Length == 0 ? null : (MemberOperation)header[4];
    }

    public void Dispose() => Socket.Dispose();
}
