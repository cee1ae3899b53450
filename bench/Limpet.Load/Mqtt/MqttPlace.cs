using System.Buffers;
using System.Diagnostics;
using Limpet.Load.Traffic;

namespace Limpet.Load.Mqtt;

/// <summary>A process that is connected to an MQTT broker.</summary>
internal sealed class MqttPlace(MqttSetup setup) : IPlace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>Each of what it opens has a connection of its own.</summary>
    public void WaitConnected()
    {
    }

    public IReadOnlyList<IMessageSource> OpenSources(int size)
    {
        WaitForAnswer();
        return [new MqttSource(new MqttConnection(setup.Port), size)];
    }

    public IMessageSink OpenSink() => new MqttSink(setup.Port);

    public IAsker OpenAsker(int size, int inFlight)
    {
        WaitForAnswer();
        return new MqttAsker(setup.Port, size);
    }

    public IReplier OpenReplier() => new MqttReplier(setup.Port);

    public void Dispose()
    {
    }

    // A bridge connects when it does, and tells nobody; so whoever is beyond is asked until he answers.
    private void WaitForAnswer()
    {
        var answers = new Inbox<bool>();
        using var connection = new MqttConnection(setup.Port, (_, _) => answers.Add(true));
        connection.Subscribe(Topics.Probed);
        var since = Stopwatch.StartNew();
        while (since.Elapsed < Patience)
        {
            connection.Publish(Topics.Probe, new ReadOnlySequence<byte>(new byte[Payload.Least]));
            using var enough = new CancellationTokenSource(AskAgain);
            try
            {
                answers.Take([], enough.Token);
                return;
            }
            catch (OperationCanceledException)
            {
                // Not yet.
            }
        }

        throw new TimeoutException($"Nobody answered at '{Topics.Probe}' within {Patience.TotalSeconds} seconds.");
    }
}
