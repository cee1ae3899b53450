using System.Net.Sockets;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Native;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>
/// What processes that joined a bus send to the one that hosts it, over three connections: pieces, each after a byte that chooses the connection. Where a piece has
/// <see cref="TokenMark"/>, the token of the Ksock that was opened last stands when it is sent.
/// </summary>
internal sealed class MemberTarget() : FuzzTarget("member", MemberProtocol.MaxFrame)
{
    private const int Connections = 3;

    public static ReadOnlySpan<byte> TokenMark => "TheToken"u8;

    public override bool HasSteps => true;

    public override void Run(ReadOnlySpan<byte> input)
    {
        var made = 0u;
        var host = new BusHost(0, () => made < 8 ? ++made : null);
        var members = new Member?[Connections];
        var token = 0ul;
        var reader = new InputReader(input);
        while (!reader.IsEmpty)
        {
            var which = reader.Byte() % Connections;
            var piece = reader.Piece().ToArray();
            Put(token, piece);
            using (Step())
            {
                var member = members[which] ??= new Member(host);
                var lives = member.Send(piece);
                token = member.Connection.Opened?.Token ?? token;
                if (!lives)
                {
                    Close(members, which);
                }

                Array.ForEach(members, other => other?.ReadAnswers());
            }
        }

        for (var i = 0; i < Connections; i++)
        {
            Close(members, i);
        }

        FuzzFailureException.Unless(!host.Device.Ksocks.Any() && !host.Device.Bindings.Any(), "Something is left on the bus when all have gone.");
    }

    private static void Put(ulong token, Span<byte> piece)
    {
        for (var at = piece.IndexOf(TokenMark); at >= 0; at = piece.IndexOf(TokenMark))
        {
            // Not the mark again, by the worst of chances.
            BitConverter.TryWriteBytes(piece[at..], token);
            if (piece[at..].StartsWith(TokenMark))
            {
                return;
            }
        }
    }

    // As the server does: whoever waits for a Ksock goes with it.
    private static void Close(Member?[] members, int which)
    {
        if (members[which] is not { } member)
        {
            return;
        }

        members[which] = null;
        member.Dispose();
        for (var i = 0; i < members.Length; i++)
        {
            if (member.Connection.Opened is { } ksock && members[i]?.Connection.AttachedTo == ksock)
            {
                Close(members, i);
            }
        }
    }

    private sealed class Member : IDisposable
    {
        private static readonly Lazy<BusServer> s_server = new(MakeServer);

        private readonly Socket _socket;
        private readonly FrameBuffer _answers = new();

        public Member(BusHost host)
        {
            (_socket, var theirs) = SocketPair.New();
            Connection = new MemberConnection(s_server.Value, host, theirs, Environment.ProcessId);
        }

        public MemberConnection Connection { get; }

        public bool Send(ReadOnlySpan<byte> bytes)
        {
            var lives = true;
            while (lives && !bytes.IsEmpty)
            {
                var sent = _socket.Send(bytes, SocketFlags.None, out var error);
                FuzzFailureException.Unless(error is SocketError.Success or SocketError.WouldBlock, $"The connection broke: {error}.");
                bytes = bytes[(error == SocketError.Success ? sent : 0)..];
                do
                {
                    lives = Serve();
                    ReadAnswers();
                }
                while (lives && (Connection.HasMore || Connection.Wanted == Libc.PollOut));
            }

            return lives;
        }

        public void ReadAnswers()
        {
            while (_socket.Receive(_answers.Room(), SocketFlags.None, out var error) is var read && error == SocketError.Success && read > 0)
            {
                _answers.Filled(read);
                while (_answers.TryTake(out var answer))
                {
                    FuzzFailureException.Unless(answer.Operation == default, "What the host says is no answer.");
                    answer.U32();
                }
            }
        }

        public void Dispose()
        {
            Connection.Close();
            ReadAnswers();
            _socket.Dispose();
        }

        private bool Serve()
        {
            try
            {
                return Connection.Service();
            }
            catch (FormatException)
            {
                return false;
            }
        }

        // It is there to know the members; nobody ever connects to it.
        private static BusServer MakeServer()
        {
            var directory = Directory.CreateTempSubdirectory("limpet-fuzz-").FullName;
            var server = new BusServer(new BusHost(0, () => null), BusDoor.TryTake(BusDirectory.Prepare(directory, 0), 0)!);
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            {
                server.Dispose();
                Directory.Delete(directory, recursive: true);
            };
            return server;
        }
    }
}
