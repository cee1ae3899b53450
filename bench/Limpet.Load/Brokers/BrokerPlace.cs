using System.Diagnostics;
using System.Text;
using Limpet.Load.Traffic;

namespace Limpet.Load.Brokers;

/// <summary>A process that is connected to a server that passes messages on.</summary>
internal sealed class BrokerPlace(BrokerSetup setup) : IPlace
{
    /// <summary>What announcements are called.</summary>
    public const string Announced = "announced";

    /// <summary>What Requests are called.</summary>
    public const string Asked = "asked";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>A name for answers that nobody else has.</summary>
    public static string NewInbox() => $"inbox-{Guid.NewGuid():N}";

    /// <summary>Each of what it opens has a connection of its own.</summary>
    public void WaitConnected()
    {
    }

    public IReadOnlyList<IMessageSource> OpenSources(int size)
    {
        WaitForAnswer(Announced);
        return [new BrokerSource(setup.Connect(), size)];
    }

    public IMessageSink OpenSink() => new BrokerSink(setup.Connect());

    public IAsker OpenAsker(int size, int inFlight)
    {
        WaitForAnswer(Asked);
        return new BrokerAsker(setup.Connect(), size);
    }

    public IReplier OpenReplier() => new BrokerReplier(setup.Connect());

    public void Dispose()
    {
    }

    // Who subscribes beyond a leaf node or a bridge is known here some time later, and nothing tells when; so it is asked until it answers.
    private void WaitForAnswer(string name)
    {
        var since = Stopwatch.StartNew();
        while (since.Elapsed < Patience)
        {
            using var connection = setup.Connect();
            var inbox = NewInbox();
            connection.Subscribe(inbox);
            connection.Publish(Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(inbox), new byte[Payload.Least]);
            connection.Flush();
            using var enough = new CancellationTokenSource(AskAgain);
            var answered = false;
            try
            {
                while (!answered)
                {
                    connection.Receive((_, _) => answered = true, enough.Token);
                }

                return;
            }
            catch (OperationCanceledException)
            {
                // Not yet.
            }
        }

        throw new TimeoutException($"Nobody answered at '{name}' within {Patience.TotalSeconds} seconds.");
    }
}
