using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Events;

/// <summary>A replier beyond the link comes and goes so fast that it is bound a little later, if it is still there.</summary>
public sealed record BindHeldBackEvent(MessageName Name) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 204;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "{Name} is bound and unbound too fast, as happens where buses form a loop; it is bound in a second if it is still there";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Name];
}
