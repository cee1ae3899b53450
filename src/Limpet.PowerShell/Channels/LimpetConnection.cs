using Limpet.Core.Messages;

namespace Limpet.PowerShell.Channels;

/// <summary>A socket of Connect-LimpetSocket: the pair of a Limpet, held by hand.</summary>
public sealed class LimpetConnection : MessageChannel
{
    /// <inheritdoc/>
    public override int? Kbus => null;

    /// <inheritdoc/>
    public override bool IsOpen => true;

    internal override string Description => "";

    private protected override KbusMessage ReceiveMessage(CancellationToken cancellationToken) => throw new NotSupportedException();

    private protected override KbusMessage SendMessage(KbusMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
