namespace Limpet.Core.Messages;

/// <summary>What a Ksock is bound to a name as (kbus.md 1).</summary>
public enum BindingKind
{
    /// <summary>Hears every message of that name.</summary>
    Listener,

    /// <summary>Answers the Requests of that name.</summary>
    Replier,
}
