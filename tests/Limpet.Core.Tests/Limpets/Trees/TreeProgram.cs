using System.Globalization;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Trees;

/// <summary>
/// What runs on one bus of a tree: a listener, a replier, and somebody who announces and asks at random. All that it sends is numbered, whatever sort of
/// message it is, so that listeners can tell what they miss, hear twice, or hear out of order.
/// </summary>
internal sealed class TreeProgram
{
    private const string Prefix = "$.T.";
    private const string Mark = Prefix + "Mark";
    private const int MostOutstanding = 8;

    private readonly IKsock _sender;
    private readonly IKsock _replier;
    private readonly IKsock _listener;
    private readonly CancellationToken _timeout;
    private readonly Random _random;
    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<MessageId, (int Target, string Text)> _outstanding = [];
    private readonly Dictionary<int, KbusMessage> _replies = [];
    private int _sent;

    public TreeProgram(Junction junction, int bus, int seed)
    {
        Bus = bus;
        _timeout = junction.Timeout;
        _random = new Random((seed * 1009) + bus);
        _sender = junction.Open(bus);
        _replier = junction.Open(bus, replier: Question(bus));
        _listener = junction.Open(bus, Prefix + "*");
    }

    public int Bus { get; }

    /// <summary>How many messages it has sent; anybody may look while it sends.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>How many of its Requests were answered by KBUS or a Limpet and not by the replier.</summary>
    public int Failed { get; private set; }

    public static string Question(int bus) => $"{Prefix}Q{bus}";

    public bool Knows(int bus) => _sender.FindReplier(Question(bus)) != 0;

    /// <summary>Answers Requests until it is cancelled; none may come a second time.</summary>
    public void Answer(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var request = _replier.Receive(cancellationToken);
                Assert.True(request.WantsYouToReply);
                Assert.True(_taken.Add(Junction.Text(request)), $"{Question(Bus)} was asked '{Junction.Text(request)}' a second time");

                // Who asked may be out of reach by now.
                var error = _replier.TrySend(KbusMessage.ReplyTo(request, System.Text.Encoding.UTF8.GetBytes($"{Bus} {Junction.Text(request)}")), out _);
                Assert.True(error is Errno.None or Errno.EADDRNOTAVAIL or Errno.ECONNREFUSED, $"A Reply was refused: {error}");
            }
        }
        catch (OperationCanceledException)
        {
            // Everybody has what they asked for.
        }
    }

    /// <summary>Sends that many messages to any of the buses, and waits for what is to be answered.</summary>
    /// <param name="count">How many.</param>
    /// <param name="buses">How many buses there are; they are numbered from 1.</param>
    /// <param name="whole">Whether every replier must be reached.</param>
    public void Send(int count, int buses, bool whole)
    {
        for (var i = 0; i < count; i++)
        {
            while (_outstanding.Count >= MostOutstanding)
            {
                TakeAnswer(whole);
            }

            var target = _random.Next(1, buses + 1);
            var text = $"{Bus}:{_sent + 1}";
            var kind = _random.Next(3);
            var message = kind == 0 ? KbusMessage.Announcement(Prefix + "News", text)
                : kind == 1 && _replies.TryGetValue(target, out var earlier) ? KbusMessage.StatefulRequest(MessageName.Parse(Question(target)), earlier, System.Text.Encoding.UTF8.GetBytes(text))
                : KbusMessage.Request(Question(target), text);
            var error = _sender.TrySend(message, out var id);
            if (!whole && message.IsRequest && error is Errno.EADDRNOTAVAIL or Errno.EPIPE)
            {
                // Told at once that it cannot be asked now.
                _replies.Remove(target);
                continue;
            }

            Assert.True(error == Errno.None, $"Bus {Bus} could not send {message}: {error}");
            Volatile.Write(ref _sent, _sent + 1);
            if (message.IsRequest)
            {
                _outstanding.Add(id, (target, text));
            }
        }

        while (_outstanding.Count > 0)
        {
            TakeAnswer(whole);
        }
    }

    /// <summary>Sends what ends a round: nothing comes after it that was sent before.</summary>
    public void SendMark()
    {
        _sent++;
        _sender.Send(KbusMessage.Announcement(Mark, $"{Bus}:{_sent}"));
    }

    /// <summary>What was heard until the mark of each bus came: the numbers of each sender's messages, in the order in which they came.</summary>
    public Dictionary<int, List<int>> HearToMarks(int buses)
    {
        var heard = Enumerable.Range(1, buses).ToDictionary(bus => bus, _ => new List<int>());
        for (var marks = 0; marks < buses;)
        {
            var message = _listener.Receive(_timeout);
            if (!message.IsReply)
            {
                var (bus, number) = Read(message);
                heard[bus].Add(number);
                marks += message.Name.Value == Mark ? 1 : 0;
            }
        }

        Assert.Null(_sender.TryReceive());
        return heard;
    }

    private static (int Bus, int Number) Read(KbusMessage message)
    {
        var parts = Junction.Text(message).Split(':');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private void TakeAnswer(bool whole)
    {
        KbusMessage answer;
        try
        {
            answer = _sender.Receive(_timeout);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Bus {Bus} waits in vain for answers to {string.Join(", ", _outstanding.Select(o => $"{o.Key} '{o.Value.Text}' to bus {o.Value.Target}"))}");
            return;
        }

        Assert.True(_outstanding.Remove(answer.InReplyTo, out var asked), $"Bus {Bus} got an answer that it does not await: {answer}");
        if (answer.Name.IsReserved && !whole)
        {
            Failed++;
            _replies.Remove(asked.Target);
            return;
        }

        Assert.Equal((Question(asked.Target), $"{asked.Target} {asked.Text}"), (answer.Name.Value, Junction.Text(answer)));
        _replies[asked.Target] = answer;
    }
}
