namespace Limpet.Load.Nats;

/// <summary>A connection to a NATS server on this machine.</summary>
/// <param name="Port">Its port.</param>
internal sealed record NatsSetup(int Port);
