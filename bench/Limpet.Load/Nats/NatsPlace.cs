using System.Diagnostics;
using System.Text;
using Limpet.Load.Traffic;

namespace Limpet.Load.Nats;

/// <summary>A process that is connected to a NATS server.</summary>
internal sealed class NatsPlace(NatsSetup setup) : IPlace
{
    /// <summary>The subject of announcements.</summary>
    public const string Announced = "load.announced";

    /// <summary>The subject of Requests.</summary>
    public const string Asked = "load.asked";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>Each of what it opens has a connection of its own.</summary>
    public void WaitConnected()
    {
    }

    public IReadOnlyList<IMessageSource> OpenSources(int size)
    {
        WaitForAnswer(Announced);
        return [new NatsSource(new NatsConnection(setup.Port), size)];
    }

    public IMessageSink OpenSink() => new NatsSink(new NatsConnection(setup.Port));

    public IAsker OpenAsker(int size, int inFlight)
    {
        WaitForAnswer(Asked);
        return new NatsAsker(new NatsConnection(setup.Port), size);
    }

    public IReplier OpenReplier() => new NatsReplier(new NatsConnection(setup.Port));

    public void Dispose()
    {
    }

    // Who subscribes beyond a leaf node is known here some time later, and nothing tells when; so it is asked until it answers.
    private void WaitForAnswer(string subject)
    {
        var since = Stopwatch.StartNew();
        while (since.Elapsed < Patience)
        {
            using var connection = new NatsConnection(setup.Port);
            var inbox = $"_INBOX.{Guid.NewGuid():N}";
            connection.Subscribe(inbox, 1);
            connection.Publish(Encoding.ASCII.GetBytes(subject), Encoding.ASCII.GetBytes(inbox), new byte[Payload.Least]);
            connection.Flush();
            using var enough = new CancellationTokenSource(AskAgain);
            var answered = false;
            try
            {
                while (!answered)
                {
                    connection.Receive((_, _, data) => answered |= data.Length > 0, enough.Token);
                }

                return;
            }
            catch (OperationCanceledException)
            {
                // Not yet.
            }
        }

        throw new TimeoutException($"Nobody answered at '{subject}' within {Patience.TotalSeconds} seconds.");
    }
}
