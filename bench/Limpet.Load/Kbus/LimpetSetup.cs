namespace Limpet.Load.Kbus;

/// <summary>A Limpet.</summary>
/// <param name="Bus">The bus it is on.</param>
/// <param name="Endpoint">Where it listens or connects.</param>
/// <param name="Listens">Whether it listens.</param>
/// <param name="NetworkId">Its network id.</param>
internal sealed record LimpetSetup(int Bus, string Endpoint, bool Listens, uint NetworkId)
{
    /// <summary>How many peers it is to have.</summary>
    public int Peers { get; init; } = 1;

    /// <summary>Whether what is sent on its bus stays there.</summary>
    public bool PassesNothingOn { get; init; }

    /// <summary>A PEM file with a certificate and its key; null for an endpoint without TLS.</summary>
    public string? Certificate { get; init; }

    /// <summary>A PEM file with the CA of the peer's.</summary>
    public string? TrustedCa { get; init; }
}
