namespace Limpet.Core.Limpets.Rules;

/// <summary>What the rules say is to be done.</summary>
public enum LimpetActionKind
{
    /// <summary>Send the message over the link.</summary>
    SendToLink,

    /// <summary>Send the message on our bus; tell <see cref="LimpetRules.Refused"/> where KBUS refuses it.</summary>
    SendToKbus,

    /// <summary>Bind the name as replier, in proxy; tell <see cref="LimpetRules.BindingDone"/> what came of it.</summary>
    Bind,

    /// <summary>Unbind that; tell <see cref="LimpetRules.BindingDone"/> what came of it.</summary>
    Unbind,

    /// <summary>Nothing, for that reason: the message goes no further.</summary>
    Drop,

    /// <summary>KBUS refused the message, and there is nobody to tell but the log.</summary>
    Refused,

    /// <summary>Somebody else on our bus is the replier: the name is bound once that one unbinds.</summary>
    Defer,

    /// <summary>The name comes and goes too fast: it is bound a little later, if it is still wanted.</summary>
    HoldBack,

    /// <summary>The buses form a loop, and it is time to say so.</summary>
    TellOfLoop,

    /// <summary>A limit is reached, and it is time to say so.</summary>
    TellOfLimit,

    /// <summary>The termination message was read: end.</summary>
    End,
}
