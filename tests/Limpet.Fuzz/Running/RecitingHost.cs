using System.Net.Sockets;

namespace Limpet.Fuzzing.Running;

/// <summary>Something that poses as the process that hosts a bus: to each connection it says what it was told to, whatever is asked, and no more.</summary>
internal sealed class RecitingHost : IDisposable
{
    private const int Backlog = 16;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Queue<byte[]> _speeches = [];
    private readonly List<Socket> _heard = [];

    public RecitingHost()
    {
        var directory = Directory.CreateTempSubdirectory("limpet-fuzz-").FullName;
        Path = System.IO.Path.Combine(directory, "kbus0.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen(Backlog);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Dispose();
            Directory.Delete(directory, recursive: true);
        };
        new Thread(Serve) { IsBackground = true, Name = "reciting host" }.Start();
    }

    public string Path { get; }

    /// <summary>What it says to the connections to come, in their order; nothing to those after.</summary>
    public void Learn(IEnumerable<byte[]> speeches)
    {
        lock (_speeches)
        {
            _heard.ForEach(socket => socket.Dispose());
            _heard.Clear();
            _speeches.Clear();
            foreach (var speech in speeches)
            {
                _speeches.Enqueue(speech);
            }
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Learn([]);
    }

    private void Serve()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = _listener.Accept();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It is over.
                return;
            }

            lock (_speeches)
            {
                // Longer than what the system keeps for whoever reads later it is not.
                socket.SendBufferSize = 1024 * 1024;
                if (_speeches.TryDequeue(out var speech))
                {
                    socket.Send(speech);
                }

                socket.Shutdown(SocketShutdown.Send);
                _heard.Add(socket);
            }
        }
    }
}
