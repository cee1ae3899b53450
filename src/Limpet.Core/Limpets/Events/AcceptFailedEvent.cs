using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>The system could not give the next connection; it is tried again.</summary>
public sealed record AcceptFailedEvent(string Reason) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 109;

    /// <inheritdoc/>
    public override LogEventLevel Level => LogEventLevel.Error;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "Cannot take the next connection: {Reason}";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Reason];
}
