namespace Limpet.Core.Limpets.Rules;

/// <summary>What there may be only so much of.</summary>
public enum LimpetLimit
{
    /// <summary>None of them.</summary>
    None,

    /// <summary>Requests that went over the link and whose answers have not come (<see cref="LimpetRulesOptions.MostRequests"/>).</summary>
    Requests,

    /// <summary>Names bound in proxy (<see cref="LimpetRulesOptions.MostBindings"/>).</summary>
    Bindings,

    /// <summary>Bytes of these names together (<see cref="LimpetRulesOptions.MostBindingBytes"/>).</summary>
    BindingBytes,

    /// <summary>Bytes of an entire message (<see cref="LimpetRulesOptions.MostMessageSize"/>).</summary>
    MessageSize,
}
