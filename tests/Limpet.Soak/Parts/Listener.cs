using System.Globalization;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Soak.Parts;

/// <summary>Hears all that is said on all buses: nothing twice, nothing out of its order, and of its own bus all that was promised.</summary>
internal sealed class Listener(string directory, int bus) : Member(directory, bus)
{
    private readonly Dictionary<int, Utterance> _last = [];
    private readonly Dictionary<int, Utterance> _lastPromised = [];
    private readonly Dictionary<int, long> _heard = [];

    protected override void Bind(IKsock ksock) => ksock.Bind("$.Said.*", BindingKind.Listener);

    protected override void Act(IKsock ksock, Script script)
    {
        while (true)
        {
            Hear(ksock.Receive(script.Stopping), script);
        }
    }

    protected override void BusIsGone() => _lastPromised.Clear();

    protected override (string What, long Count)[] Totals()
        => [.. _heard.OrderBy(h => h.Key).Select(h => (string.Create(CultureInfo.InvariantCulture, $"heard{h.Key}"), h.Value))];

    private void Hear(KbusMessage message, Script script)
    {
        var said = Utterance.Read(message);
        var from = message.Name.Value[^1] - '0';
        _heard[from] = _heard.GetValueOrDefault(from) + 1;
        if (_last.TryGetValue(said.Speaker, out var before) && before.Number >= said.Number)
        {
            script.SayBroken($"{message.Name} {said} came after {before}");
        }

        _last[said.Speaker] = said;
        if (from != Bus || said.Promised == 0)
        {
            return;
        }

        // A speaker that was there first has said things before we listened, or before the bus had a new host.
        if (_lastPromised.TryGetValue(said.Speaker, out var promised) && promised.Incarnation == said.Incarnation && said.Promised != promised.Promised + 1)
        {
            script.SayBroken($"of what was promised on bus {Bus}, {said} came after {promised}");
        }

        _lastPromised[said.Speaker] = said;
    }
}
