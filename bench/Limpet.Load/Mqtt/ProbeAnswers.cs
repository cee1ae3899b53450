namespace Limpet.Load.Mqtt;

/// <summary>Answers whoever asks whether somebody is there. It has a connection of its own, since a callback that publishes on its own waits for itself.</summary>
internal sealed class ProbeAnswers : IDisposable
{
    private readonly MqttConnection _answers;
    private readonly MqttConnection _probes;

    public ProbeAnswers(int port)
    {
        _answers = new MqttConnection(port);
        _probes = new MqttConnection(port, (_, data) => _answers.Publish(Topics.Probed, data));
        _probes.Subscribe(Topics.Probe);
    }

    public void Dispose()
    {
        _probes.Dispose();
        _answers.Dispose();
    }
}
