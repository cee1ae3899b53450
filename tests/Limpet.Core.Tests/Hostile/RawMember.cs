using System.Net.Sockets;
using Limpet.Core.Bus.Hosting;

namespace Limpet.Core.Tests.Hostile;

/// <summary>A connection to a bus's host whose frames are written by hand, as no well-behaved member writes them.</summary>
internal sealed class RawMember : IDisposable
{
    public RawMember(string path)
    {
        Socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };
        Socket.Connect(new UnixDomainSocketEndPoint(path));
    }

    public Socket Socket { get; }

    /// <summary>Opens a Ksock, and gives its id and its token.</summary>
    public (uint Id, ulong Token) Open()
    {
        Send(MemberOperation.Open, BitConverter.GetBytes(MemberProtocol.Version), BitConverter.GetBytes(1u));
        var answer = Answer();
        return (BitConverter.ToUInt32(answer, 4), BitConverter.ToUInt64(answer, 8));
    }

    /// <summary>Attaches to a Ksock, to wait for it.</summary>
    public void Attach((uint Id, ulong Token) ksock)
    {
        Send(MemberOperation.Attach, BitConverter.GetBytes(MemberProtocol.Version), BitConverter.GetBytes(ksock.Id), BitConverter.GetBytes(ksock.Token));
        Answer();
    }

    public void Send(MemberOperation operation, params byte[][] fields) => Socket.Send(Frame(operation, fields));

    public static byte[] Frame(MemberOperation operation, params byte[][] fields)
    {
        var body = fields.SelectMany(field => field).ToArray();
        return [.. BitConverter.GetBytes((uint)body.Length), (byte)operation, .. body];
    }

    /// <summary>The fields of the next answer; nothing at the end of the stream.</summary>
    public byte[] Answer()
    {
        var header = ReadExactly(Socket, MemberProtocol.HeaderSize);
        return header.Length == 0 ? [] : ReadExactly(Socket, (int)BitConverter.ToUInt32(header));
    }

    /// <summary>So many bytes; none at the end of the stream.</summary>
    public static byte[] ReadExactly(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var read = socket.Receive(bytes.AsSpan(have));
            if (read == 0)
            {
                return [];
            }

            have += read;
        }

        return bytes;
    }

    public void Dispose() => Socket.Dispose();
}
