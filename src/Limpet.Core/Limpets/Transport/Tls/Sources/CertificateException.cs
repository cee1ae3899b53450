namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>A certificate or its key cannot be had; the message names the file or the store, what was found there and what is expected.</summary>
public sealed class CertificateException : LimpetException
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="place">The file, or what was asked of the store.</param>
    /// <param name="fault">What is wrong.</param>
    /// <param name="message">The same, as a sentence.</param>
    /// <param name="inner">What lies below, if anything.</param>
    public CertificateException(string place, CertificateFault fault, string message, Exception? inner = null)
        : base(message, inner)
    {
        Place = place;
        Fault = fault;
    }

    /// <summary>The file, or what was asked of the store.</summary>
    public string Place { get; }

    /// <summary>What is wrong.</summary>
    public CertificateFault Fault { get; }
}
