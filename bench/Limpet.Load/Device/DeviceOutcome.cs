using Limpet.Load.Measuring;

namespace Limpet.Load.Device;

/// <summary>What <see cref="DeviceScenario"/> gave.</summary>
/// <param name="Device">On one device.</param>
/// <param name="Pair">Through a pair of Limpets between two.</param>
internal sealed record DeviceOutcome(DeviceRates Device, DeviceRates Pair) : IOutcome
{
    /// <inheritdoc/>
    public string What => "Announcements of C programs on /dev/kbusN, user-mode-linux";

    /// <summary>The listening program ends well only when all have come.</summary>
    public bool IsSound => true;
}
