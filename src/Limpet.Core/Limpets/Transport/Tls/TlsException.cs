namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>Two sides of which one at least speaks TLS do not come together; the message says why, as a person would mend it.</summary>
public sealed class TlsException : LimpetException
{
    /// <summary>Says what went wrong.</summary>
    /// <param name="fault">What.</param>
    /// <param name="message">The same, as a sentence.</param>
    /// <param name="inner">What lies below, if anything.</param>
    public TlsException(TlsFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>What went wrong.</summary>
    public TlsFault Fault { get; }

    /// <summary>Whether it stays so until a person mends it, at this end or the other.</summary>
    public bool IsLasting => Fault != TlsFault.Broken;
}
