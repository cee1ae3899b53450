using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>The program's own callback threw at an event; the Limpet goes on. It is logged only, as nobody is left to be told.</summary>
/// <param name="Told">What it was told of.</param>
/// <param name="Error">What it threw.</param>
public sealed record CallbackFailedEvent(LimpetEvent Told, Exception Error) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 901;

    /// <inheritdoc/>
    public override LogEventLevel Level => LogEventLevel.Error;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "The callback for events failed at {Told}: {Reason}";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Told.Kind, Error.Message];

    /// <inheritdoc/>
    protected internal override Exception Fault => Error;
}
