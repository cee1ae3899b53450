using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Soak.Parts;

/// <summary>Sends announcements of every size: every other one waits for room with all who listen, the rest reach those who have some.</summary>
internal sealed class Speaker(string directory, int bus) : Member(directory, bus)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);

    private readonly Random _random = new(2);
    private long _number;
    private long _promised;

    protected override void Bind(IKsock ksock)
    {
    }

    protected override void Act(IKsock ksock, Script script)
    {
        var name = MessageName.Parse(Names.Said(Bus));
        while (!script.Stopping.WaitHandle.WaitOne(Pause))
        {
            var waits = ++_number % 2 == 0;
            var said = new Utterance(Environment.ProcessId, _number, waits ? _promised + 1 : 0, Incarnation);
            var message = new KbusMessage(name, said.ToData(Size())) { Flags = waits ? MessageFlags.AllOrWait : MessageFlags.None };
            ksock.Send(message, script.Stopping);
            _promised += waits ? 1 : 0;
        }
    }

    protected override (string What, long Count)[] Totals() => [("said", _number), ("promised", _promised)];

    private int Size() => _random.Next(100) switch { 0 => _random.Next(400_000), < 5 => _random.Next(20_000), _ => _random.Next(200) };
}
