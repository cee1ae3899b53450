namespace Limpet.Core.Limpets.Endpoints;

/// <summary>An endpoint is none, or cannot be listened on: what was found and what is expected.</summary>
public sealed class EndpointException : LimpetException
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="endpoint">The endpoint, as it was given.</param>
    /// <param name="fault">What is wrong.</param>
    /// <param name="message">The same, as a sentence.</param>
    /// <param name="inner">What lies below, if anything.</param>
    public EndpointException(string endpoint, EndpointFault fault, string message, Exception? inner = null)
        : base(message, inner)
    {
        Endpoint = endpoint;
        Fault = fault;
    }

    /// <summary>The endpoint.</summary>
    public string Endpoint { get; }

    /// <summary>What is wrong.</summary>
    public EndpointFault Fault { get; }
}
