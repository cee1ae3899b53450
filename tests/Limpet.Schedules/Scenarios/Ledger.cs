using System.Globalization;
using System.Text;
using Limpet.Core.Messages;
using Limpet.Schedules.Running;

namespace Limpet.Schedules.Scenarios;

/// <summary>What one Ksock has heard of each sender: every message, once, in its order; where links break some may be missing.</summary>
internal sealed class Ledger(Round round, string who, IEnumerable<string> names, int each)
{
    private readonly Dictionary<string, int> _heard = names.ToDictionary(name => name, _ => 0, StringComparer.Ordinal);

    /// <summary>Whether it has heard all.</summary>
    public bool IsFull => _heard.Values.All(count => count >= each);

    public string Describe() => string.Join(", ", _heard.Select(pair => $"{pair.Value} of {pair.Key}"));

    /// <summary>Enters one. Where several threads receive they hold a lock around both.</summary>
    public void Enter(KbusMessage message)
    {
        var text = Encoding.ASCII.GetString(message.Data.Span);
        if (!_heard.TryGetValue(message.Name.Value, out var before))
        {
            round.Break($"{who} heard {message}, which nobody sent it");
        }
        else if (!int.TryParse(text, CultureInfo.InvariantCulture, out var number) || (round.LinksBreak ? number <= before : number != before + 1))
        {
            round.Break($"{who} heard '{text}' of {message.Name} after {before}");
        }
        else
        {
            _heard[message.Name.Value] = number;
        }
    }
}
