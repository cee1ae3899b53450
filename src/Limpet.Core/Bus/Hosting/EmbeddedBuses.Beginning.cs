namespace Limpet.Core.Bus.Hosting;

/// <content>Buses that begin before anyone opens them.</content>
public sealed partial class EmbeddedBuses
{
    /// <summary>Begins a private bus. One that is opened without that begins just then.</summary>
    /// <param name="device">0 to 255.</param>
    /// <returns>Whether there was none before.</returns>
    /// <exception cref="InvalidOperationException">These buses are shared, and begin when they are opened.</exception>
    public bool TryBegin(int device)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(device);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(device, DeviceCount);
        if (_directory is not null)
        {
            throw new InvalidOperationException("A shared bus begins when it is opened.");
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_hosted.ContainsKey(device))
            {
                return false;
            }

            Host(device, door: null);
            return true;
        }
    }
}
