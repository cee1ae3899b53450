namespace Limpet.Core.Limpets.Session;

/// <summary>Which side of a link a Limpet is (limpet.md 1).</summary>
public enum LimpetRole
{
    /// <summary>Listens, and takes one peer.</summary>
    Server,

    /// <summary>Connects.</summary>
    Client,
}
