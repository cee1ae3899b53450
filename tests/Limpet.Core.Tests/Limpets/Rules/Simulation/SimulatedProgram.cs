using System.Text;
using Limpet.Core.Bus;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Rules.Simulation;

/// <summary>A program on a bus: it keeps what it reads, and answers the Requests that are its own to answer with its name and their data.</summary>
internal sealed class SimulatedProgram
{
    private readonly BusKsock _ksock;
    private readonly string _name;

    public SimulatedProgram(BusDevice bus, string name, string? listen = null, string? replier = null)
    {
        _name = name;
        _ksock = bus.Open();
        _ksock.Set(KsockOperation.MaxMessages, 1_000_000, out _);
        if (listen is not null)
        {
            Assert.Equal(Errno.None, _ksock.Bind(listen, BindingKind.Listener));
        }

        if (replier is not null)
        {
            Assert.Equal(Errno.None, _ksock.Bind(replier, BindingKind.Replier));
        }
    }

    public List<KbusMessage> Heard { get; } = [];

    public IEnumerable<KbusMessage> Replies => Heard.Where(m => m.IsReply && m.To == _ksock.Id);

    public bool HasSomethingToRead => _ksock.IsReadable;

    public static string Text(KbusMessage message) => Encoding.UTF8.GetString(message.Data.Span);

    /// <summary>How often it heard something with that data that was no Reply.</summary>
    public int TimesHeard(string text) => Heard.Count(m => !m.IsReply && Text(m) == text);

    public MessageId Send(KbusMessage message)
    {
        Assert.Equal(Errno.None, _ksock.Send(message, out var id));
        return id;
    }

    public Errno TrySend(KbusMessage message, out MessageId id) => _ksock.Send(message, out id);

    public bool Knows(string replier) => _ksock.FindReplier(replier, out var found) == Errno.None && found != 0;

    public void Close() => _ksock.Close();

    public void Read()
    {
        var message = _ksock.Receive()!;
        Heard.Add(message);
        if (message.IsRequest && message.WantsYouToReply)
        {
            Send(KbusMessage.ReplyTo(message, Encoding.UTF8.GetBytes($"{_name}: {Text(message)}")));
        }
    }
}
