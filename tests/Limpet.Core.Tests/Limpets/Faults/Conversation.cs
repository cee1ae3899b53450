using System.Globalization;
using System.Text;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Faults;

/// <summary>
/// Two buses and every kind of message between them, over a connection that may be reset at any byte. Who is not answered by a replier asks again: each
/// Request must be answered once whatever becomes of it, and each announcement be heard once at the most.
/// </summary>
internal sealed class Conversation : IDisposable
{
    private readonly Junction _junction = new();
    private readonly FaultProxy _proxy;
    private readonly CancellationTokenSource _answering = new();
    private readonly List<Task> _answers = [];
    private readonly Side[] _sides;
    private int _said;

    public Conversation(FaultPlan first, Func<int, FaultPlan>? plan = null)
    {
        var server = FreeEndpoint();
        _junction.Serve(2, server);
        _proxy = new FaultProxy(FreeEndpoint(), server, plan ?? (n => n == 0 ? first : FaultPlan.None));
        _sides = [new Side(_junction, 1), new Side(_junction, 2)];
        foreach (var side in _sides)
        {
            _answers.Add(Task.Factory.StartNew(() => Answer(side.Replier), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }

        _junction.Dial(1, _proxy.Endpoint);
    }

    public FaultProxy Proxy => _proxy;

    public void Dispose()
    {
        _answering.Cancel();
        Task.WaitAll([.. _answers], Junction.Patience);
        _junction.Dispose();
        _proxy.Dispose();
        _answering.Dispose();
    }

    /// <summary>Goes through every kind of message in both directions.</summary>
    public void Hold()
    {
        foreach (var (asker, other) in new[] { (_sides[0], _sides[1]), (_sides[1], _sides[0]) })
        {
            Announce();
            AskTwice(asker, other);
            Announce();
            MeetOneThatGoes(asker, other);
        }

        AskTwice(_sides[0], _sides[1]);
        AskTwice(_sides[1], _sides[0]);
        foreach (var side in _sides)
        {
            side.AssertHeardOnceInOrder();
            Assert.Null(side.Asker.TryReceive());
        }
    }

    private static TcpEndpoint FreeEndpoint() => new("127.0.0.1", Endpoints.EndpointTests.FreePort());

    private void Announce()
    {
        _said++;
        Array.ForEach(_sides, s => s.Asker.Send(KbusMessage.Announcement("$.A", $"{s.Bus}:{_said}")));
    }

    private void AskTwice(Side asker, Side other)
    {
        while (true)
        {
            if (Ask(asker.Asker, KbusMessage.Request(other.Question, "first")) is { } reply
                && Ask(asker.Asker, KbusMessage.StatefulRequest(reply.Name, reply, Encoding.UTF8.GetBytes("again"))) is not null)
            {
                return;
            }

            AwaitReplier(asker, other.Question);
        }
    }

    // The Reply, or null where it was not the replier that answered.
    private KbusMessage? Ask(IKsock asker, KbusMessage request)
    {
        var error = asker.TrySend(request, out var id);
        if (error is Errno.EADDRNOTAVAIL or Errno.EPIPE)
        {
            return null;
        }

        Assert.Equal(Errno.None, error);
        var answer = asker.Receive(_junction.Timeout);
        Assert.Equal(id, answer.InReplyTo);
        if (answer.Name.IsReserved)
        {
            return null;
        }

        Assert.Equal((request.Name, Junction.Text(request) + "!"), (answer.Name, Junction.Text(answer)));
        return answer;
    }

    private void MeetOneThatGoes(Side asker, Side other)
    {
        using var going = _junction.Open(other.Bus, replier: "$.Going");
        Errno error;
        MessageId id;
        do
        {
            AwaitReplier(asker, "$.Going");
            error = asker.Asker.TrySend(KbusMessage.Request("$.Going"), out id);
        }
        while (error == Errno.EADDRNOTAVAIL);
        Assert.Equal(Errno.None, error);
        Assert.True(SpinWait.SpinUntil(() => going.QueuedMessages() > 0 || asker.Asker.QueuedMessages() > 0, Junction.Patience));
        going.Dispose();
        var answer = asker.Asker.Receive(_junction.Timeout);
        Assert.Equal((id, true), (answer.InReplyTo, answer.Name.IsReserved));
    }

    private static void AwaitReplier(Side asker, string name)
        => Assert.True(SpinWait.SpinUntil(() => asker.Asker.FindReplier(name) != 0, Junction.Patience), string.Create(CultureInfo.InvariantCulture, $"{name} is not known on bus {asker.Bus}"));

    private void Answer(IKsock replier)
    {
        try
        {
            while (true)
            {
                var request = replier.Receive(_answering.Token);
                var error = replier.TrySend(KbusMessage.ReplyTo(request, Encoding.UTF8.GetBytes(Junction.Text(request) + "!")), out _);
                Assert.True(error is Errno.None or Errno.EADDRNOTAVAIL or Errno.ECONNREFUSED, $"A Reply was refused: {error}");
            }
        }
        catch (OperationCanceledException)
        {
            // The conversation is over.
        }
    }

    private sealed class Side(Junction junction, int bus)
    {
        public int Bus => bus;

        public string Question { get; } = $"$.Q{bus}";

        public IKsock Replier { get; } = junction.Open(bus, replier: $"$.Q{bus}");

        public IKsock Asker { get; } = junction.Open(bus);

        public IKsock Listener { get; } = junction.Open(bus, "$.A");

        public void AssertHeardOnceInOrder()
        {
            var heard = new List<string>();
            while (Listener.TryReceive() is { } message)
            {
                heard.Add(Junction.Text(message));
            }

            foreach (var sender in heard.GroupBy(t => t[0]))
            {
                var numbers = sender.Select(t => int.Parse(t[2..], CultureInfo.InvariantCulture)).ToList();
                Assert.Equal(numbers.Distinct().Order(), numbers);
            }
        }
    }
}
