using System.Buffers;
using Limpet.Load.Traffic;

namespace Limpet.Load.Mqtt;

/// <summary>Answers what <see cref="MqttAsker"/> asks.</summary>
internal sealed class MqttReplier : IReplier
{
    private readonly Inbox<byte[]> _requests = new();
    private readonly List<byte[]> _taken = [];
    private readonly MqttConnection _asked;
    private readonly MqttConnection _answered;
    private readonly ProbeAnswers _probes;

    public MqttReplier(int port)
    {
        _answered = new MqttConnection(port);
        _asked = new MqttConnection(port, (_, data) => _requests.Add(data.ToArray()));
        _asked.Subscribe(Topics.Asked);
        _probes = new ProbeAnswers(port);
    }

    public void Serve(CancellationToken cancellationToken)
    {
        _requests.Take(_taken, cancellationToken);
        foreach (var request in _taken)
        {
            _answered.Publish(Topics.Answered, new ReadOnlySequence<byte>(request));
        }

        _taken.Clear();
    }

    public void Dispose()
    {
        _probes.Dispose();
        _asked.Dispose();
        _answered.Dispose();
    }
}
