using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <content>What is to be said of loops and limits, each once a minute at the most.</content>
public sealed partial class LimpetRules
{
    private static readonly TimeSpan ToldAgain = TimeSpan.FromMinutes(1);

    private readonly TimeSpan?[] _limitToldAt = new TimeSpan?[Enum.GetValues<LimpetLimit>().Length];
    private TimeSpan? _loopToldAt;

    private void TellOfLoop(KbusMessage message, TimeSpan now, ICollection<LimpetAction> actions)
    {
        if (IsTimeToTell(ref _loopToldAt, now))
        {
            actions.Add(new LimpetAction(LimpetActionKind.TellOfLoop, message));
        }
    }

    private void TellOfLimit(LimpetLimit limit, long value, TimeSpan now, ICollection<LimpetAction> actions)
    {
        if (IsTimeToTell(ref _limitToldAt[(int)limit], now))
        {
            actions.Add(new LimpetAction(LimpetActionKind.TellOfLimit, Limit: limit, Value: value));
        }
    }

    private static bool IsTimeToTell(ref TimeSpan? toldAt, TimeSpan now)
    {
        if (toldAt is { } last && now - last < ToldAgain)
        {
            return false;
        }

        toldAt = now;
        return true;
    }
}
