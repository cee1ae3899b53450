using System.Globalization;

namespace Limpet.Core.Messages;

/// <summary>
/// A Ksock on a bus that may be another one: the network id of that bus and the Ksock's id there.
/// Limpets use it in <see cref="KbusMessage.OrigFrom"/> and <see cref="KbusMessage.FinalTo"/>; KBUS carries it untouched (kbus.md 3).
/// </summary>
/// <param name="Network">The network id; 0 is the local bus.</param>
/// <param name="Local">The Ksock id on that bus.</param>
public readonly record struct OriginId(uint Network, uint Local)
{
    /// <summary>{0,0}: not set.</summary>
    public static readonly OriginId None;

    /// <summary>Whether this is {0,0}, which means not set.</summary>
    public bool IsNone => Network == 0 && Local == 0;

    /// <summary><c>network:local</c>, as in <c>2:4</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network}:{Local}");
}
